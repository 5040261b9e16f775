const std = @import("std");
extern fn last_error() ?[*:0]const u8;
extern fn clear_error() void;
extern fn buf_open() u64;
extern fn buf_write(id: u64, p: [*]const u8, n: usize) c_int;
extern fn buf_read(id: u64, out: [*]u8, cap: usize) isize;
extern fn buf_close(id: u64) bool;
const Bytes = extern struct { ptr: ?[*]u8, len: usize };
extern fn bytes_upper(p: [*]const u8, n: usize) Bytes;
extern fn bytes_free(b: Bytes) void;
const List = extern struct { ptr: [*]u32, len: usize, cap: usize };
extern fn list_range(n: u32) List;
extern fn list_free(l: List) void;
const Conf = opaque {
    extern fn conf_new() *const Conf;
    extern fn conf_ref(c: *const Conf) *const Conf;
    extern fn conf_unref(c: ?*const Conf) void;
    extern fn conf_set(c: *const Conf, k: [*:0]const u8, v: [*:0]const u8) bool;
    extern fn conf_get(c: *const Conf, k: [*:0]const u8) ?[*:0]u8;
};
extern fn text_free(t: ?[*:0]u8) void;
const Worker = opaque {};
extern fn worker_start(tick: *const fn (?*anyopaque, u64) callconv(.c) void, ctx: ?*anyopaque) ?*Worker;
extern fn worker_stop(w: ?*Worker) void;
const Stat = extern struct { min: f64, mean: f64 };
extern fn stats(p: [*]const f64, n: usize, out: *Stat) c_int;
extern fn name_of(id: u32, out: [*]u8, cap: usize) usize;
extern fn version() [*:0]const u8;
extern fn kind_name(k: u32) [*:0]const u8;
const Doc = opaque {};
const Row = opaque {};
extern fn doc_new() ?*Doc;
extern fn doc_free(d: *Doc) void;
extern fn doc_rows(d: *const Doc) usize;
extern fn doc_row(d: *const Doc, i: usize) ?*const Row;
extern fn row_name(r: *const Row) [*:0]const u8;
extern fn row_sum(r: *const Row) u64;
extern fn each_row(d: *const Doc, f: ?*const fn (*const Row, ?*anyopaque) callconv(.c) bool, u: ?*anyopaque) void;
const Counter = struct { n: std.atomic.Value(u64) = .init(0) };
fn tick(ctx: ?*anyopaque, n: u64) callconv(.c) void {
    const c: *Counter = @ptrCast(@alignCast(ctx.?));
    _ = c.n.fetchAdd(n, .monotonic);
}
fn seen(r: *const Row, u: ?*anyopaque) callconv(.c) bool {
    const total: *u64 = @ptrCast(@alignCast(u orelse return false));
    total.* += row_sum(r);
    return true;
}
const Handle = struct {
    doc: *Doc,
    pub fn init() !Handle {
        return .{ .doc = doc_new() orelse return error.OutOfMemory };
    }
    pub fn deinit(self: *Handle) void {
        doc_free(self.doc);
        self.* = undefined;
    }
    pub fn total(self: Handle) u64 {
        var sum: u64 = 0;
        each_row(self.doc, seen, &sum);
        return sum;
    }
};
fn conf(gpa: std.mem.Allocator) ![]u8 {
    const c = Conf.conf_new();
    defer Conf.conf_unref(c);
    const again = Conf.conf_ref(c);
    defer Conf.conf_unref(again);
    if (!Conf.conf_set(c, "a", "b")) return error.Set;
    const t = Conf.conf_get(c, "a") orelse return error.Missing;
    defer text_free(t);
    return gpa.dupe(u8, std.mem.span(t));
}
fn two() !void {
    const a = doc_new() orelse return error.OutOfMemory;
    errdefer doc_free(a);
    const b = doc_new() orelse return error.OutOfMemory;
    defer doc_free(b);
    if (doc_rows(b) == 0) return error.Empty;
    doc_free(a);
}
fn many(gpa: std.mem.Allocator) !void {
    var list: std.ArrayList(*Doc) = .empty;
    defer {
        for (list.items) |d| doc_free(d);
        list.deinit(gpa);
    }
    for (0..4) |_| {
        const d = doc_new() orelse break;
        errdefer doc_free(d);
        try list.append(gpa, d);
    }
}
pub fn main() !void {
    const gpa = std.heap.c_allocator;
    const id = buf_open();
    defer _ = buf_close(id);
    if (buf_write(id, "abc", 3) != 0) {
        if (last_error()) |e| std.debug.print("{s}\n", .{e});
        clear_error();
    }
    var room: [16]u8 = undefined;
    const got = buf_read(id, &room, room.len);
    if (got < 0) return error.Read;
    const up = bytes_upper("abc", 3);
    defer bytes_free(up);
    const l = list_range(4);
    defer list_free(l);
    for (l.ptr[0..l.len]) |v| std.debug.print("{d}\n", .{v});
    gpa.free(try conf(gpa));
    var counter: Counter = .{};
    const w = worker_start(tick, &counter);
    worker_stop(w);
    var s: Stat = undefined;
    const numbers = [_]f64{ 1, 2 };
    if (stats(&numbers, numbers.len, &s) != 0) return error.Stats;
    var name: [32]u8 = undefined;
    const n = name_of(3, &name, name.len);
    std.debug.print("{s} {s} {s}\n", .{ name[0..@min(n, name.len - 1)], version(), kind_name(1) });
    var h = try Handle.init();
    defer h.deinit();
    std.debug.print("{d}\n", .{h.total()});
    try two();
    try many(gpa);
    const d = doc_new() orelse return;
    if (doc_row(d, 0)) |r| std.debug.print("{s}\n", .{row_name(r)});
    doc_free(d);
}
