extern fn list_make(n: u32, len: *usize) ?[*]u32;
extern fn list_drop(p: ?[*]u32, len: usize) void;
pub fn main() void { var n: usize = 0; const p = list_make(9, &n); list_drop(p, n); }
