pub const side = 16;

pub const Key = extern struct { x: u32, y: u32, zoom: u8 };

pub const Tile = extern struct {
    key: Key,
    pixels: [side * side]u32,

    pub fn row(self: *const Tile, y: usize) *const [side]u32 {
        return self.pixels[y * side ..][0..side];
    }
};

pub const Cache = opaque {
    extern fn tile_cache_new() *Cache;
    extern fn tile_cache_free(cache: ?*Cache) void;
    extern fn tile_get(cache: ?*Cache, key: Key) ?*const Tile;
    extern fn tile_cache_len(cache: ?*const Cache) usize;

    pub const init = tile_cache_new;
    pub const deinit = tile_cache_free;
    pub const len = tile_cache_len;

    pub fn get(self: *Cache, x: u32, y: u32, zoom: u8) error{BadZoom}!*const Tile {
        return tile_get(self, .{ .x = x, .y = y, .zoom = zoom }) orelse error.BadZoom;
    }
};
