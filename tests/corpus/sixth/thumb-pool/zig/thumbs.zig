pub const Thumb = extern struct { id: u32, cells: [16]u8 };

pub const Pool = opaque {
    extern fn thumb_pool_new(threads: u32) *Pool;
    extern fn thumb_submit(pool: *const Pool, id: u32, pixels: [*]const u8, width: u32, height: u32) bool;
    extern fn thumb_wait(pool: *const Pool, out: *Thumb) bool;
    extern fn thumb_pool_free(pool: ?*Pool) void;

    pub const init = thumb_pool_new;
    pub const deinit = thumb_pool_free;

    pub fn submit(self: *const Pool, id: u32, pixels: []const u8, width: u32) error{Rejected}!void {
        const height: u32 = @intCast(pixels.len / width);
        if (!thumb_submit(self, id, pixels.ptr, width, height)) return error.Rejected;
    }

    pub fn wait(self: *const Pool) ?Thumb {
        var t: Thumb = undefined;
        return if (thumb_wait(self, &t)) t else null;
    }
};
