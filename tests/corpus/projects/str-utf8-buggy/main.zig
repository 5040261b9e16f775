extern fn words(p: ?[*:0]const u8) usize;
pub fn main() void { _ = words("a b"); }
