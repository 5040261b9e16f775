extern fn tag_matches(a: [*:0]const u8, b: [*:0]const u8) bool;
pub fn main() void {
    _ = tag_matches("a", "b");
}
