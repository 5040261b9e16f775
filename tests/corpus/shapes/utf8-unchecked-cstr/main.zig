extern fn word_count(text: [*:0]const u8) usize;
pub fn main() void {
    _ = word_count("a b");
}
