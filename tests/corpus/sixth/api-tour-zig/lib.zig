const std = @import("std");
const gpa = std.heap.c_allocator;
const Status = enum(c_int) { ok = 0, invalid = -1, memory = -2 };
const Store = struct {
    items: std.ArrayList(Item) = .empty,
    names: std.StringHashMapUnmanaged(u32) = .empty,
    lock: std.Thread.Mutex = .{},
    arena: std.heap.ArenaAllocator,
};
const Item = struct { key: []u8, value: i64 };
export fn store_new() ?*Store {
    const s = gpa.create(Store) catch return null;
    s.* = .{ .arena = .init(gpa) };
    return s;
}
export fn store_free(store: ?*Store) void {
    const s = store orelse return;
    for (s.items.items) |item| gpa.free(item.key);
    s.items.deinit(gpa);
    s.names.deinit(gpa);
    s.arena.deinit();
    gpa.destroy(s);
}
export fn store_put(store: ?*Store, key: ?[*]const u8, len: usize, value: i64) Status {
    const s = store orelse return .invalid;
    const k = key orelse return .invalid;
    s.lock.lock();
    defer s.lock.unlock();
    const copy = gpa.dupe(u8, k[0..len]) catch return .memory;
    s.items.append(gpa, .{ .key = copy, .value = value }) catch {
        gpa.free(copy);
        return .memory;
    };
    return .ok;
}
export fn store_get(store: *Store, index: usize, out: *i64) Status {
    if (index >= store.items.items.len) return .invalid;
    out.* = store.items.items[index].value;
    return .ok;
}
export fn store_key(store: *const Store, index: usize, len: *usize) ?[*]const u8 {
    if (index >= store.items.items.len) return null;
    const item = store.items.items[index];
    len.* = item.key.len;
    return item.key.ptr;
}
export fn store_join(store: *Store, sep: u8, out_len: *usize) ?[*]u8 {
    var out: std.ArrayList(u8) = .empty;
    for (store.items.items, 0..) |item, i| {
        if (i > 0) out.append(gpa, sep) catch {
            out.deinit(gpa);
            return null;
        };
        out.appendSlice(gpa, item.key) catch {
            out.deinit(gpa);
            return null;
        };
    }
    const owned = out.toOwnedSlice(gpa) catch {
        out.deinit(gpa);
        return null;
    };
    out_len.* = owned.len;
    return owned.ptr;
}
export fn bytes_free(p: ?[*]u8, len: usize) void {
    if (p) |b| gpa.free(b[0..len]);
}
export fn text_dup(text: [*:0]const u8) ?[*:0]u8 {
    return (gpa.dupeZ(u8, std.mem.span(text)) catch return null).ptr;
}
export fn text_free(text: ?[*:0]u8) void {
    if (text) |t| gpa.free(std.mem.span(t));
}
var count = std.atomic.Value(u32).init(0);
export fn next_id() u32 {
    return count.fetchAdd(1, .monotonic);
}
var table: [4]u32 = .{ 1, 2, 3, 4 };
var table_lock: std.Thread.Mutex = .{};
export fn table_set(i: usize, v: u32) bool {
    if (i >= table.len) return false;
    table_lock.lock();
    defer table_lock.unlock();
    table[i] = v;
    return true;
}
const names = [_][:0]const u8{ "zero", "one" };
export fn name_of(i: usize) ?[*:0]const u8 {
    return if (i < names.len) names[i].ptr else null;
}
export fn digit(v: u8) u8 {
    const digits = "0123456789";
    return if (v < 10) digits[v] else '?';
}
export fn format(v: f64, buf: [*]u8, cap: usize) usize {
    const s = std.fmt.bufPrintZ(buf[0..cap], "{d}", .{v}) catch return 0;
    return s.len;
}
export fn parse(p: [*]const u8, n: usize, out: *i32) bool {
    out.* = std.fmt.parseInt(i32, p[0..n], 10) catch return false;
    return true;
}
export fn each(store: *Store, f: ?*const fn (i64, ?*anyopaque) callconv(.c) void, u: ?*anyopaque) void {
    const call = f orelse return;
    for (store.items.items) |item| call(item.value, u);
}
export fn checksum(p: [*]const u8, n: usize) u32 {
    var c: u32 = 0;
    for (p[0..n]) |b| c = c *% 31 +% b;
    return c;
}
export fn mean(p: [*]const f32, n: usize) f32 {
    if (n == 0) return 0;
    var s: f32 = 0;
    for (p[0..n]) |v| s += v;
    return s / @as(f32, @floatFromInt(n));
}
export fn scale(p: [*]f32, n: usize, by: f32) void {
    for (p[0..n]) |*v| v.* *= by;
}
export fn ratio(a: u32, b: u32) u32 {
    return std.math.divTrunc(u32, a, b) catch 0;
}
export fn first(p: [*]const u8, n: usize) u8 {
    const s = p[0..n];
    return if (s.len > 0) s[0] else 0;
}
export fn be32(p: [*]const u8, n: usize) u32 {
    const s = p[0..n];
    if (s.len < 4) return 0;
    return std.mem.readInt(u32, s[0..4], .big);
}
const Job = struct { data: []u8, thread: std.Thread };
export fn job_start(p: [*]const u8, n: usize) ?*Job {
    const job = gpa.create(Job) catch return null;
    job.data = gpa.dupe(u8, p[0..n]) catch {
        gpa.destroy(job);
        return null;
    };
    job.thread = std.Thread.spawn(.{}, work, .{job.data}) catch {
        gpa.free(job.data);
        gpa.destroy(job);
        return null;
    };
    return job;
}
fn work(data: []u8) void {
    std.mem.reverse(u8, data);
}
export fn job_finish(job: *Job) void {
    job.thread.join();
    gpa.free(job.data);
    gpa.destroy(job);
}
