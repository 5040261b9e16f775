//! Four ways to sort, for whoever speaks C.
//!
//! Numbers are sorted as unsigned keys of their width: an `i32` with its sign bit flipped, an `f64` by its bits,
//! negative ones inverted. So one implementation serves both, and `f64` has a total order: -NaN, -inf, … -0.0,
//! 0.0, … inf, NaN.

const std = @import("std");

/// How a sorter sorts.
const Algorithm = enum(u32) { quick = 0, merge = 1, radix = 2, network = 3 };

const Sorter = struct { algorithm: Algorithm };

/// Makes a sorter: 0 quick, 1 merge, 2 radix, 3 network. Null for any other number, or without memory.
export fn zig_sorter_create(algorithm: u32) ?*Sorter {
    if (algorithm > @intFromEnum(Algorithm.network)) return null;
    const sorter = std.heap.c_allocator.create(Sorter) catch return null;
    sorter.* = .{ .algorithm = @enumFromInt(algorithm) };
    return sorter;
}

/// Frees a sorter. Null is none.
export fn zig_sorter_destroy(sorter: ?*Sorter) void {
    if (sorter) |s| std.heap.c_allocator.destroy(s);
}

/// Sorts `len` numbers in place, smallest first. False without memory for the algorithm, or without a sorter:
/// the numbers are then as they were.
export fn zig_sort_i32(sorter: ?*const Sorter, data: [*]i32, len: usize) bool {
    const s = sorter orelse return false;
    const keys: []u32 = @ptrCast(data[0..len]);
    for (keys) |*key| key.* ^= sign(u32);
    defer for (keys) |*key| {
        key.* ^= sign(u32);
    };
    return sort(u32, s.algorithm, keys);
}

/// Sorts `len` numbers in place by their total order, smallest first. False as for `zig_sort_i32`.
export fn zig_sort_f64(sorter: ?*const Sorter, data: [*]f64, len: usize) bool {
    const s = sorter orelse return false;
    const keys: []u64 = @ptrCast(data[0..len]);
    for (keys) |*key| key.* = if (key.* & sign(u64) != 0) ~key.* else key.* | sign(u64);
    defer for (keys) |*key| {
        key.* = if (key.* & sign(u64) != 0) key.* & ~sign(u64) else ~key.*;
    };
    return sort(u64, s.algorithm, keys);
}

/// The highest bit of a key.
fn sign(comptime Key: type) Key {
    return @as(Key, 1) << (@bitSizeOf(Key) - 1);
}

fn sort(comptime Key: type, algorithm: Algorithm, keys: []Key) bool {
    if (keys.len < 2) return true;
    if (algorithm == .quick) {
        quick(Key, keys, 2 * std.math.log2_int(usize, keys.len));
        return true;
    }
    if (algorithm == .network and keys.len <= width) {
        network(Key, keys);
        return true;
    }
    const buffer = std.heap.c_allocator.alloc(Key, keys.len) catch return false;
    defer std.heap.c_allocator.free(buffer);
    switch (algorithm) {
        .quick => unreachable,
        .merge => merge(Key, keys, buffer, insertion_max, insertion),
        .radix => radix(Key, keys, buffer),
        .network => merge(Key, keys, buffer, width, network),
    }
    return true;
}

/// Runs up to this length are sorted by insertion.
const insertion_max = 24;

fn insertion(comptime Key: type, keys: []Key) void {
    for (1..keys.len) |i| {
        const key = keys[i];
        var at = i;
        while (at > 0 and keys[at - 1] > key) : (at -= 1) keys[at] = keys[at - 1];
        keys[at] = key;
    }
}

/// Quicksort around the middle of three, by insertion for short runs, as a heap where halving fails `depth`
/// times: never slower than n log n. Equal keys are set apart, so that many of them cost nothing.
fn quick(comptime Key: type, all: []Key, depth_max: usize) void {
    var keys = all;
    var depth = depth_max;
    while (keys.len > insertion_max) {
        if (depth == 0) return std.sort.heap(Key, keys, {}, std.sort.asc(Key));
        depth -= 1;
        const pivot = middle(Key, keys[0], keys[keys.len / 2], keys[keys.len - 1]);
        // Smaller ones end below `low`, larger ones from `high` on.
        var low: usize = 0;
        var at: usize = 0;
        var high = keys.len;
        while (at < high) {
            const key = keys[at];
            if (key < pivot) {
                std.mem.swap(Key, &keys[low], &keys[at]);
                low += 1;
                at += 1;
            } else if (key > pivot) {
                high -= 1;
                std.mem.swap(Key, &keys[high], &keys[at]);
            } else {
                at += 1;
            }
        }
        // The shorter part by recursion, so that the stack stays short.
        if (low < keys.len - high) {
            quick(Key, keys[0..low], depth);
            keys = keys[high..];
        } else {
            quick(Key, keys[high..], depth);
            keys = keys[0..low];
        }
    }
    if (keys.len > 1) insertion(Key, keys);
}

fn middle(comptime Key: type, a: Key, b: Key, c: Key) Key {
    return @max(@min(a, b), @min(@max(a, b), c));
}

/// Merges runs that `sortRun` sorted, from below.
fn merge(
    comptime Key: type,
    keys: []Key,
    buffer: []Key,
    run_len: usize,
    comptime sortRun: fn (comptime Key: type, keys: []Key) void,
) void {
    var start: usize = 0;
    while (start < keys.len) : (start += run_len) {
        sortRun(Key, keys[start..@min(start + run_len, keys.len)]);
    }
    var from = keys;
    var to = buffer;
    var run = run_len;
    while (run < keys.len) : (run *|= 2) {
        var left: usize = 0;
        while (left < keys.len) : (left += 2 * run) {
            const between = @min(left + run, keys.len);
            const end = @min(left + 2 * run, keys.len);
            mergeTwo(Key, from[left..between], from[between..end], to[left..end]);
        }
        std.mem.swap([]Key, &from, &to);
    }
    if (from.ptr != keys.ptr) @memcpy(keys, from);
}

fn mergeTwo(comptime Key: type, left: []const Key, right: []const Key, to: []Key) void {
    var l: usize = 0;
    var r: usize = 0;
    for (to) |*key| {
        const take_left = r == right.len or (l < left.len and left[l] <= right[r]);
        key.* = if (take_left) left[l] else right[r];
        if (take_left) l += 1 else r += 1;
    }
}

/// By bytes from the lowest. A byte that all keys share is left out.
fn radix(comptime Key: type, keys: []Key, buffer: []Key) void {
    const bytes = @sizeOf(Key);
    var counts: [bytes][256]usize = @splat(@splat(0));
    for (keys) |key| {
        inline for (0..bytes) |byte| counts[byte][digit(Key, key, byte)] += 1;
    }
    var from = keys;
    var to = buffer;
    for (0..bytes) |byte| {
        const count = &counts[byte];
        if (count[digit(Key, keys[0], byte)] == keys.len) continue;
        var place: usize = 0;
        for (count) |*c| {
            const n = c.*;
            c.* = place;
            place += n;
        }
        for (from) |key| {
            const slot = &count[digit(Key, key, byte)];
            to[slot.*] = key;
            slot.* += 1;
        }
        std.mem.swap([]Key, &from, &to);
    }
    if (from.ptr != keys.ptr) @memcpy(keys, from);
}

fn digit(comptime Key: type, key: Key, byte: usize) usize {
    return @intCast((key >> @intCast(8 * byte)) & 0xff);
}

/// Keys that one pass of the network sorts.
const width = 16;

/// A bitonic network over one vector: 10 rounds of compare and exchange, no branch on a key. Shorter runs are
/// filled up with the largest key, which then stays at the end.
fn network(comptime Key: type, keys: []Key) void {
    const Vector = @Vector(width, Key);
    var filled: [width]Key = @splat(std.math.maxInt(Key));
    @memcpy(filled[0..keys.len], keys);
    var v: Vector = filled;
    comptime var block = 2;
    inline while (block <= width) : (block *= 2) {
        comptime var distance = block / 2;
        inline while (distance > 0) : (distance /= 2) {
            const partner = comptime partners(distance);
            const takes_larger = comptime larger(block, distance);
            const other = @shuffle(Key, v, undefined, partner);
            v = @select(Key, takes_larger, @max(v, other), @min(v, other));
        }
    }
    filled = v;
    @memcpy(keys, filled[0..keys.len]);
}

fn partners(comptime distance: usize) @Vector(width, i32) {
    var partner: [width]i32 = undefined;
    for (&partner, 0..) |*p, i| p.* = @intCast(i ^ distance);
    return partner;
}

/// Which lanes keep the larger key: the upper of each pair in ascending blocks, the lower in descending ones.
fn larger(comptime block: usize, comptime distance: usize) @Vector(width, bool) {
    var lanes: [width]bool = undefined;
    for (&lanes, 0..) |*lane, i| lane.* = (i & distance != 0) == (i & block == 0);
    return lanes;
}

test "every algorithm sorts" {
    var random = std.Random.DefaultPrng.init(7);
    for (0..4) |algorithm| {
        const sorter = zig_sorter_create(@intCast(algorithm)).?;
        defer zig_sorter_destroy(sorter);
        for (0..300) |len| {
            var data: [300]i32 = undefined;
            random.random().bytes(std.mem.sliceAsBytes(&data));
            try std.testing.expect(zig_sort_i32(sorter, &data, len));
            try std.testing.expect(std.sort.isSorted(i32, data[0..len], {}, std.sort.asc(i32)));
        }
    }
    try std.testing.expect(zig_sorter_create(4) == null);
}
