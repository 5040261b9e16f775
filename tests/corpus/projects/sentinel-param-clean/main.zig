extern fn tags_contains(name: [*:0]const u8) bool;
pub fn main() void {
    _ = tags_contains("alpha");
}
