const std = @import("std");

const LayerInfo = extern struct {
    name: [32]u8,
    min_zoom: u8,
    max_zoom: u8,
    tile_size: u16,

    fn title(self: *const LayerInfo) []const u8 {
        return std.mem.sliceTo(&self.name, 0);
    }

    fn covers(self: LayerInfo, zoom: u8) bool {
        return zoom >= self.min_zoom and zoom <= self.max_zoom;
    }
};

extern fn layer_count() u32;
extern fn layer_info(index: u32, out: *LayerInfo) bool;

pub fn main() void {
    var i: u32 = 0;
    while (i < layer_count()) : (i += 1) {
        var info = std.mem.zeroes(LayerInfo);
        if (!layer_info(i, &info)) continue;
        if (!info.covers(6)) continue;
        std.debug.print("{s} {d}px\n", .{ info.title(), info.tile_size });
    }
}
