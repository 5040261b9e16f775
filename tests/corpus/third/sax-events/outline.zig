const std = @import("std");

pub const OnElement = *const fn (name: [*]const u8, len: usize, depth: u32) callconv(.c) void;
pub extern fn sax_parse(text: [*]const u8, len: usize, on: ?OnElement) i64;

pub const Outline = struct {
    widest: usize = 0,
    deepest: u32 = 0,

    threadlocal var current: ?*Outline = null;

    fn onElement(name: [*]const u8, len: usize, depth: u32) callconv(.c) void {
        const self = current orelse return;
        if (std.mem.eql(u8, name[0..len], "ignore")) return;
        self.widest = @max(self.widest, len);
        self.deepest = @max(self.deepest, depth);
    }

    pub fn of(text: []const u8) ?Outline {
        var outline: Outline = .{};
        current = &outline;
        defer current = null;
        if (sax_parse(text.ptr, text.len, &onElement) < 0) return null;
        return outline;
    }
};
