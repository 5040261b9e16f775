const Raw = opaque {};
extern fn digest_new(seed: u64) ?*Raw;
extern fn digest_update(d: ?*Raw, data: [*]const u8, len: usize) void;
extern fn digest_value(d: ?*const Raw) u64;
extern fn digest_free(d: ?*Raw) void;

pub const Digest = struct {
    raw: *Raw,

    pub fn init(seed: u64) error{OutOfMemory}!Digest {
        return .{ .raw = digest_new(seed) orelse return error.OutOfMemory };
    }
    pub fn update(self: Digest, bytes: []const u8) void {
        digest_update(self.raw, bytes.ptr, bytes.len);
    }
    pub fn value(self: Digest) u64 {
        return digest_value(self.raw);
    }
    pub fn deinit(self: Digest) void {
        digest_free(self.raw);
    }
};
