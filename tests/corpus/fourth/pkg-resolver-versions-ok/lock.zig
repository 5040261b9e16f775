const Lockfile = opaque {};
extern fn lock_new() ?*Lockfile;
extern fn lock_pin(l: ?*Lockfile, name: [*]const u8, name_len: usize, version: [*]const u8, version_len: usize) bool;
extern fn lock_version(l: ?*const Lockfile, name: [*]const u8, name_len: usize, len: *usize) ?[*]const u8;
extern fn lock_free(l: ?*Lockfile) void;

pub const Lock = struct {
    raw: *Lockfile,

    pub fn init() error{OutOfMemory}!Lock {
        return .{ .raw = lock_new() orelse return error.OutOfMemory };
    }
    pub fn deinit(self: Lock) void {
        lock_free(self.raw);
    }
    pub fn pin(self: Lock, name: []const u8, to: []const u8) bool {
        return lock_pin(self.raw, name.ptr, name.len, to.ptr, to.len);
    }
    pub fn version(self: Lock, name: []const u8) ?[]const u8 {
        var len: usize = 0;
        const p = lock_version(self.raw, name.ptr, name.len, &len) orelse return null;
        return p[0..len];
    }
};
