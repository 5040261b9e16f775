const std = @import("std");

extern fn json_query(doc: [*:0]const u8, key: [*:0]const u8, err: ?*?[*:0]u8) ?[*:0]u8;
extern fn json_text_free(text: ?[*:0]u8) void;

pub const Text = struct {
    raw: [*:0]u8,

    pub fn slice(t: Text) []const u8 {
        return std.mem.span(t.raw);
    }

    pub fn deinit(t: Text) void {
        json_text_free(t.raw);
    }
};

pub const Result = union(enum) {
    value: Text,
    failure: ?[*:0]u8,
};

pub fn query(doc: [:0]const u8, key: [:0]const u8) Result {
    var message: ?[*:0]u8 = null;
    if (json_query(doc.ptr, key.ptr, &message)) |raw| return .{ .value = .{ .raw = raw } };
    return .{ .failure = message };
}
