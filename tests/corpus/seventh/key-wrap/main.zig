const std = @import("std");

extern fn key_wrap(secret: [*:0]const u8, salt: u64, data: [*]u8, len: usize) bool;

const gpa = std.heap.page_allocator;

const MasterKey = struct {
    bytes: [32]u8,

    fn generate(seed: u64) MasterKey {
        var prng: std.Random.DefaultPrng = .init(seed);
        var k: MasterKey = undefined;
        prng.random().bytes(&k.bytes);
        return k;
    }

    fn wrap(k: *const MasterKey, salt: u64, data: []u8) !void {
        const secret = try gpa.dupeSentinel(u8, &k.bytes, 0);
        defer gpa.free(secret);
        if (!key_wrap(secret.ptr, salt, data.ptr, data.len)) return error.WrapFailed;
    }
};

pub fn main() !void {
    const key: MasterKey = .generate(2024);
    var file_key: [16]u8 = @splat(0xaa);
    try key.wrap(77, &file_key);
    std.debug.print("{x}\n", .{&file_key});
}
