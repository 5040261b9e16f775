const std = @import("std");
const names = struct {
    extern fn intern(text: [*]const u8, len: u32) u32;
    extern fn intern_count() u32;

    fn id(text: []const u8) u32 {
        return intern(text.ptr, @intCast(text.len));
    }
};

fn load(chunk: []const u8) void {
    var words = std.mem.tokenizeScalar(u8, chunk, ' ');
    while (words.next()) |word| _ = names.id(word);
}

pub fn main() !void {
    var threads: [2]std.Thread = undefined;
    const chunks = [_][]const u8{ "rock tree water rock", "tree wall door key" };
    for (&threads, chunks) |*thread, chunk| {
        thread.* = try std.Thread.spawn(.{}, load, .{chunk});
    }
    for (threads) |thread| thread.join();
    std.debug.print("{d} names\n", .{names.intern_count()});
}
