extern fn bad_01(i: usize) u32;

pub fn main() void {
    _ = bad_01(1);
}
