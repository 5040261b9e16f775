pub const Mosaic = opaque {
    extern fn mosaic_new(columns: u32, rows: u32, tile: u32) ?*Mosaic;
    extern fn mosaic_put(this: ?*Mosaic, col: u32, row: u32, data: [*]const u8, size: u32) bool;
    extern fn mosaic_tiles(this: ?*Mosaic) u32;
    extern fn mosaic_pixel(this: ?*Mosaic, x: u32, y: u32) u8;
    extern fn mosaic_free(this: ?*Mosaic) void;

    pub const create = mosaic_new;
    pub const put = mosaic_put;
    pub const tiles = mosaic_tiles;
    pub const pixel = mosaic_pixel;
    pub const destroy = mosaic_free;
};
