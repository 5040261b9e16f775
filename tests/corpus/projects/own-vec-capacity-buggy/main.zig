const Floats = extern struct { data: [*]f64, len: usize, cap: usize };
extern fn series(n: usize) Floats;
extern fn series_free(f: Floats) void;
pub fn main() void { const f = series(9); defer series_free(f); }
