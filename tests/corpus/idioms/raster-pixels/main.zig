const std = @import("std");
extern fn raster_alloc(w: u32, h: u32) ?[*]u32;
extern fn raster_free(p: ?[*]u32, w: u32, h: u32) void;
const Frame = struct { px: [*]u32, w: u32, h: u32 };
fn render(frames: []Frame) u64 {
    var sum: u64 = 0;
    for (frames) |f| {
        for (f.px[0 .. f.w * f.h]) |p| sum += p;
        std.c.free(f.px);
    }
    return sum;
}
pub fn main() void {
    const px = raster_alloc(8, 8) orelse return;
    var all = [_]Frame{.{ .px = px, .w = 8, .h = 8 }};
    std.debug.print("{d}\n", .{render(&all)});
}
