export fn walk_dir(visit: *const fn (depth: u32, size: u64) callconv(.c) void) u32 {
    visit(0, 12);
    return 1;
}
