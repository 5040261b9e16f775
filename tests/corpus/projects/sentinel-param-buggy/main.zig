extern fn tags_contains(name: [*]const u8) bool;
pub fn main() void {
    _ = tags_contains("alpha");
}
