const std = @import("std");

const gpa = std.heap.page_allocator;

const Lock = struct {
    mutex: std.atomic.Mutex = .unlocked,

    fn lock(l: *Lock) void {
        while (!l.mutex.tryLock()) std.atomic.spinLoopHint();
    }

    fn unlock(l: *Lock) void {
        l.mutex.unlock();
    }
};

var guard: Lock = .{};
/// Only with `guard` held.
var names: std.ArrayList([]u8) = .empty;

fn find(name: []const u8) ?usize {
    for (names.items, 0..) |n, i| {
        if (std.mem.eql(u8, n, name)) return i;
    }
    return null;
}

export fn pool_intern(name: [*]const u8, len: usize) i64 {
    guard.lock();
    defer guard.unlock();
    const text = name[0..len];
    if (find(text)) |i| return @intCast(i);
    const copy = gpa.dupe(u8, text) catch return -1;
    names.append(gpa, copy) catch {
        gpa.free(copy);
        return -1;
    };
    return @intCast(names.items.len - 1);
}

/// Copies at most `cap` bytes and returns how many.
export fn pool_copy(id: i64, out: [*]u8, cap: usize) usize {
    guard.lock();
    defer guard.unlock();
    const i = std.math.cast(usize, id) orelse return 0;
    if (i >= names.items.len) return 0;
    const text = names.items[i];
    const n = @min(text.len, cap);
    @memcpy(out[0..n], text[0..n]);
    return n;
}

export fn pool_clear() void {
    guard.lock();
    defer guard.unlock();
    for (names.items) |n| gpa.free(n);
    names.clearAndFree(gpa);
}
