extern fn blur(pixels: [*]u8, width: usize, radius: usize) void;

pub fn main() void {
    var px = [_]u8{ 4, 8 };
    blur(&px, px.len, 3);
}
