const Visit = *const fn (u32) callconv(.c) void;
export fn walk(n: u32, visit: Visit) void { for (0..n) |i| visit(@intCast(i)); }
