const std = @import("std");
const Handle = opaque {};
extern fn image_new(size: usize) ?*Handle;
extern fn image_valid(i: ?*const Handle) bool;
extern fn image_free(i: ?*Handle) void;

const Image = struct {
    handle: *Handle,

    fn init(size: usize) !Image {
        const handle = image_new(size) orelse return error.TooLarge;
        errdefer image_free(handle);
        if (!image_valid(handle)) return error.Empty;
        return .{ .handle = handle };
    }

    fn deinit(self: *Image) void {
        image_free(self.handle);
        self.* = undefined;
    }
};

pub fn main() !void {
    var image = try Image.init(16);
    defer image.deinit();
    std.debug.print("{}\n", .{image_valid(image.handle)});
}
