const raw = @import("raw.zig");

pub fn seek(delta: u32) i32 {
    return raw.cursor_seek(delta);
}
