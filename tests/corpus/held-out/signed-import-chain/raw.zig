pub extern fn cursor_seek(delta: u32) i32;
