extern fn num_parse(p: [*:0]const u8, out: *i64) i32;
pub fn main() void { var n: i64 = 0; _ = num_parse("12", &n); }
