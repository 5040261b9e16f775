extern fn error_text(code: i32, out: *[*:0]const u8) bool;
pub fn main() void { var t: [*:0]const u8 = ""; _ = error_text(2, &t); }
