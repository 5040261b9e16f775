const std = @import("std");

pub const Reader = opaque {};

extern fn tag_open(data: [*]const u8, len: usize) ?*Reader;
extern fn tag_text(reader: *const Reader, id: *const [4]u8) ?[*:0]const u8;
extern fn tag_close(reader: *Reader) void;

pub const Tags = struct {
    reader: *Reader,

    pub fn open(bytes: []const u8) ?Tags {
        const reader = tag_open(bytes.ptr, bytes.len) orelse return null;
        return .{ .reader = reader };
    }

    pub fn text(self: Tags, id: *const [4]u8) []const u8 {
        const raw = tag_text(self.reader, id) orelse return "";
        return std.mem.span(raw);
    }

    pub fn close(self: Tags) void {
        tag_close(self.reader);
    }
};
