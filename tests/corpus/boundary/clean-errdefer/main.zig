const std = @import("std");
const Raw = opaque {};
extern fn buffer_new() ?*Raw;
extern fn buffer_push(b: ?*Raw, data: [*]const u8, len: usize) bool;
extern fn buffer_len(b: ?*const Raw) usize;
extern fn buffer_free(b: ?*Raw) void;
pub const Buffer = struct {
    raw: *Raw,
    pub fn init(data: []const u8) !Buffer {
        const raw = buffer_new() orelse return error.OutOfMemory;
        errdefer buffer_free(raw);
        if (!buffer_push(raw, data.ptr, data.len)) return error.Rejected;
        return .{ .raw = raw };
    }
    pub fn deinit(self: Buffer) void {
        buffer_free(self.raw);
    }
};
pub fn main() !void {
    const a = try Buffer.init("abc");
    defer a.deinit();
    const b = try Buffer.init("de");
    defer b.deinit();
    std.debug.print("{d}\n", .{buffer_len(a.raw) + buffer_len(b.raw)});
}
