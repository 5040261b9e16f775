extern fn window_sum(xs: [*]const u32, n: usize, from: usize, to: usize) u64;
pub fn main() void { const x = [_]u32{ 1, 2 }; _ = window_sum(&x, x.len, 0, 2); }
