extern fn graphemes(p: [*]const u8, n: usize) usize;
pub fn main() void { _ = graphemes("abc", 3); }
