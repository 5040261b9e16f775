const std = @import("std");
const Stats = extern struct { min: i32, max: i32 };
const Counter = struct { value: u64 };
export fn zig_counter_new(start: u64) ?*Counter {
    const c = std.heap.c_allocator.create(Counter) catch return null;
    c.* = .{ .value = start };
    return c;
}
export fn zig_counter_add(c: ?*Counter, by: u64) u64 {
    const it = c orelse return 0;
    it.value +%= by;
    return it.value;
}
export fn zig_counter_free(c: ?*Counter) void {
    if (c) |it| std.heap.c_allocator.destroy(it);
}
export fn zig_stats(data: [*]const i32, len: usize, out: *Stats) bool {
    if (len == 0) return false;
    out.* = .{ .min = data[0], .max = data[0] };
    for (data[1..len]) |x| {
        out.min = @min(out.min, x);
        out.max = @max(out.max, x);
    }
    return true;
}
