const std = @import("std");
const gpa = std.heap.smp_allocator;
const Legs = extern struct { ptr: ?[*]const u32, len: usize };
const empty: Legs = .{ .ptr = null, .len = 0 };
fn plan(a: std.mem.Allocator, n: u32) ![]u32 {
    const legs = try a.alloc(u32, n);
    for (legs, 0..) |*l, i| l.* = @intCast(i * 3);
    return legs;
}
export fn route_plan(n: u32) Legs {
    const legs = plan(gpa, n) catch return empty;
    return .{ .ptr = legs.ptr, .len = legs.len };
}
export fn route_free(legs: Legs) void {
    if (legs.ptr) |p| gpa.free(p[0..legs.len]);
}
