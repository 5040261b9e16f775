const std = @import("std");

pub extern fn text_set(name: [*:0]const u8, value: [*:0]const u8) bool;
pub extern fn text_expand(template: [*:0]const u8) ?[*:0]u8;
pub extern fn text_release(text: ?[*:0]u8) void;

pub const Text = struct {
    ptr: [*:0]u8,

    pub fn expand(template: [:0]const u8) error{NotText}!Text {
        return .{ .ptr = text_expand(template.ptr) orelse return error.NotText };
    }

    pub fn deinit(self: Text) void {
        text_release(self.ptr);
    }

    pub fn slice(self: Text) [:0]u8 {
        return std.mem.span(self.ptr);
    }

    /// Takes blanks and line ends off the end.
    pub fn trimEnd(self: Text) void {
        const all = self.slice();
        const kept = std.mem.trimEnd(u8, all, " \r\n");
        all.ptr[kept.len] = 0;
    }
};
