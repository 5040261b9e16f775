const std = @import("std");
extern fn reader_open() ?*anyopaque;
extern fn writer_open() ?*anyopaque;
extern fn reader_close(r: ?*anyopaque) void;
extern fn writer_close(w: ?*anyopaque) void;
extern fn writer_len(w: ?*anyopaque, r: ?*anyopaque) usize;
const Session = struct {
    reader: *anyopaque,
    writer: *anyopaque,
    fn init() !Session {
        const reader = reader_open() orelse return error.Open;
        errdefer reader_close(reader);
        const writer = writer_open() orelse return error.Open;
        return .{ .reader = reader, .writer = writer };
    }
    fn deinit(self: *Session) void {
        reader_close(self.writer);
        reader_close(self.reader);
    }
};
pub fn main() !void {
    var s = try Session.init();
    defer s.deinit();
    std.debug.print("{d}\n", .{writer_len(s.writer, s.reader)});
}
