extern fn number_parse(text: [*:0]const u8, radix: u32, out: *i64) bool;
pub fn main() void {
    var n: i64 = 0;
    _ = number_parse("12", 37, &n);
}
