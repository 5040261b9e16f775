const geom = @import("geom.zig");
pub fn main() void { _ = geom.rect_area(.{ .x = 1, .y = 2, .width = 3, .height = 4 }); }
