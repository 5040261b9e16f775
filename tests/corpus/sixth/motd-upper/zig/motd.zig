const std = @import("std");

extern fn motd_set(name: [*:0]const u8, value: [*:0]const u8) bool;
extern fn motd_expand(template: [*:0]const u8) ?[*:0]u8;
extern fn motd_release(text: ?[*:0]u8) void;

pub const set = motd_set;

pub const Text = struct {
    ptr: [*:0]u8,

    pub fn expand(template: [:0]const u8) error{NotText}!Text {
        return .{ .ptr = motd_expand(template.ptr) orelse return error.NotText };
    }

    pub fn deinit(self: *Text) void {
        motd_release(self.ptr);
        self.* = undefined;
    }

    pub fn upper(self: Text) void {
        for (std.mem.span(self.ptr)) |*b| b.* = std.ascii.toUpper(b.*);
    }

    /// The text without blanks at its end; the bytes stay where they are.
    pub fn trimmed(self: Text) []const u8 {
        return std.mem.trimEnd(u8, std.mem.span(self.ptr), " \r\n");
    }
};
