extern fn fill_async(dst: [*]u8, n: usize) bool;
pub fn main() void {
    var buf: [128]u8 = undefined;
    _ = fill_async(&buf, buf.len);
}
