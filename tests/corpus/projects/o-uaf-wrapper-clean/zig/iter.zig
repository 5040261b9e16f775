pub const Raw = opaque {};
pub extern fn iter_new(n: u32) ?*Raw;
pub extern fn iter_next(it: *Raw, out: *u32) bool;
pub extern fn iter_free(it: ?*Raw) void;
pub const Iter = struct {
    raw: *Raw,
    pub fn init(n: u32) !Iter { return .{ .raw = iter_new(n) orelse return error.OutOfMemory }; }
    pub fn deinit(self: *Iter) void { iter_free(self.raw); }
    pub fn next(self: *Iter) ?u32 { var x: u32 = 0; return if (iter_next(self.raw, &x)) x else null; }
};
