extern fn samples_sum(data: [*]const i32, len: usize, from: usize, to: usize) i64;
pub fn main() void {
    const s = [_]i32{ 1, 2, 3 };
    _ = samples_sum(&s, s.len, 0, 2);
}
