const std = @import("std");

pub const OnElement = *const fn (ctx: ?*anyopaque, name: [*]const u8, len: usize, depth: u32) callconv(.c) void;
pub extern fn sax_parse(text: [*]const u8, len: usize, on: ?OnElement, ctx: ?*anyopaque) i64;

pub const Outline = struct {
    widest: usize = 0,
    deepest: u32 = 0,

    fn onElement(ctx: ?*anyopaque, name: [*]const u8, len: usize, depth: u32) callconv(.c) void {
        const self: *Outline = @ptrCast(@alignCast(ctx orelse return));
        if (std.mem.eql(u8, name[0..len], "ignore")) return;
        self.widest = @max(self.widest, len);
        self.deepest = @max(self.deepest, depth);
    }

    pub fn of(text: []const u8) ?Outline {
        var outline: Outline = .{};
        if (sax_parse(text.ptr, text.len, &onElement, &outline) < 0) return null;
        return outline;
    }
};
