const std = @import("std");

pub const Interner = opaque {
    extern fn interner_new() ?*Interner;
    extern fn interner_id(i: ?*Interner, name: ?[*:0]const u8) u32;
    extern fn interner_name(i: ?*const Interner, id: u32) ?[*:0]const u8;
    extern fn interner_free(i: ?*Interner) void;

    pub fn init() error{OutOfMemory}!*Interner {
        return interner_new() orelse error.OutOfMemory;
    }
    pub const deinit = interner_free;

    pub fn id(self: *Interner, name: [:0]const u8) ?u32 {
        const n = interner_id(self, name.ptr);
        return if (n == std.math.maxInt(u32)) null else n;
    }

    pub fn nameOf(self: *const Interner, n: u32) ?[:0]const u8 {
        return std.mem.span(interner_name(self, n) orelse return null);
    }
};
