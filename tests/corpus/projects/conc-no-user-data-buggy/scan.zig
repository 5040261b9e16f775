extern fn scan(limit: u32, found: *const fn (u32) callconv(.c) void) void;
var hits: [16]u32 = undefined;
var hit_count: usize = 0;
fn found(i: u32) callconv(.c) void {
    if (hit_count < hits.len) { hits[hit_count] = i; hit_count += 1; }
}
pub fn run() usize { scan(100, &found); return hit_count; }
