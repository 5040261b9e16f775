extern fn name_upper(data: [*]u8, len: usize) usize;
pub fn main() void {
    var b = [_]u8{ 0xff, 'a' };
    _ = name_upper(&b, b.len);
}
