const std = @import("std");
extern fn toast_text(text: [*:0]const u8) ?[*:0]u8;
extern fn toast_text_free(text: ?[*:0]u8) void;
pub const Toast = struct {
    text: [:0]u8,
    gpa: std.mem.Allocator,
    pub fn init(gpa: std.mem.Allocator, text: [:0]const u8) !Toast {
        const up = toast_text(text) orelse return error.NotText;
        return .{ .text = std.mem.span(up), .gpa = gpa };
    }
    pub fn deinit(self: *Toast) void {
        self.gpa.free(self.text);
        self.* = undefined;
    }
};
