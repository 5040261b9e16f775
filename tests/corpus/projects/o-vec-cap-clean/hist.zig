extern fn hist_make(n: usize, out_len: *usize) ?[*]u32;
extern fn hist_free(p: ?[*]u32, n: usize) void;
pub fn run() void { var n: usize = 0; const p = hist_make(10, &n); defer hist_free(p, n); }
