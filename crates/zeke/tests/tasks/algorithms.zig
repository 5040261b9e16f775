const std = @import("std");

const SortAlgorithm = enum(u32) { quick = 0, merge = 1, network = 2 };

const Sorter = struct { algorithm: SortAlgorithm, calls: usize };

pub const Stats = extern struct { min: i32, max: i32, mean: f64 };

pub const Status = enum(c_int) { ok = 0, null_argument = 1, empty = 2 };

/// Makes a sorter; null for an unknown algorithm.
export fn zig_sorter_create(algorithm: u32) ?*anyopaque {
    if (algorithm > 2) return null;
    const sorter = std.heap.c_allocator.create(Sorter) catch return null;
    sorter.* = .{ .algorithm = @enumFromInt(algorithm), .calls = 0 };
    return sorter;
}

export fn zig_sorter_destroy(ctx: ?*anyopaque) void {
    if (ctx) |ptr| {
        const sorter: *Sorter = @ptrCast(@alignCast(ptr));
        std.heap.c_allocator.destroy(sorter);
    }
}

/// Sorts in place.
export fn zig_sort_i32(ctx: ?*anyopaque, data: [*]i32, len: usize) bool {
    const sorter: *Sorter = @ptrCast(@alignCast(ctx orelse return false));
    sorter.calls += 1;
    std.mem.sort(i32, data[0..len], {}, std.sort.asc(i32));
    return true;
}

export fn zig_sorter_calls(ctx: ?*const anyopaque) usize {
    const sorter: *const Sorter = @ptrCast(@alignCast(ctx orelse return 0));
    return sorter.calls;
}

export fn sum_i64(data: [*]const i64, len: usize) i64 {
    var total: i64 = 0;
    for (data[0..len]) |x| total += x;
    return total;
}

export fn stats_of(data: ?[*]const i32, len: usize, out: ?*Stats) Status {
    const items = (data orelse return .null_argument)[0..len];
    const result = out orelse return .null_argument;
    if (len == 0) return .empty;
    var stats: Stats = .{ .min = items[0], .max = items[0], .mean = 0 };
    var total: f64 = 0;
    for (items) |x| {
        stats.min = @min(stats.min, x);
        stats.max = @max(stats.max, x);
        total += @floatFromInt(x);
    }
    stats.mean = total / @as(f64, @floatFromInt(len));
    result.* = stats;
    return .ok;
}

export fn greet(name: [*:0]const u8) ?[*:0]u8 {
    return std.fmt.allocPrintSentinel(std.heap.c_allocator, "hello {s}", .{name}, 0) catch null;
}

export fn greet_free(text: ?[*:0]u8) void {
    if (text) |t| std.heap.c_allocator.free(std.mem.span(t));
}

export fn add(a: i32, b: i32) i32 {
    return a +% b;
}
