const std = @import("std");
const gpa = std.heap.smp_allocator;

const Entry = struct { key: u64, value: u64 };
const Store = struct { entries: std.ArrayList(Entry) = .empty };
const Scan = struct { store: *const Store, at: usize };

fn open() callconv(.c) ?*Store {
    const s = gpa.create(Store) catch return null;
    s.* = .{};
    return s;
}

fn close(store: ?*Store) callconv(.c) void {
    const s = store orelse return;
    s.entries.deinit(gpa);
    gpa.destroy(s);
}

fn lower(s: *const Store, key: u64) usize {
    var i: usize = 0;
    while (i < s.entries.items.len and s.entries.items[i].key < key) i += 1;
    return i;
}

fn put(store: ?*Store, key: u64, value: u64) callconv(.c) bool {
    const s = store orelse return false;
    const i = lower(s, key);
    if (i < s.entries.items.len and s.entries.items[i].key == key) {
        s.entries.items[i].value = value;
        return true;
    }
    s.entries.insert(gpa, i, .{ .key = key, .value = value }) catch return false;
    return true;
}

fn scanStart(store: ?*const Store, from: u64) callconv(.c) ?*Scan {
    const s = store orelse return null;
    const it = gpa.create(Scan) catch return null;
    it.* = .{ .store = s, .at = lower(s, from) };
    return it;
}

fn scanNext(scan: ?*Scan, key: ?*u64, value: ?*u64) callconv(.c) bool {
    const it = scan orelse return false;
    if (it.at >= it.store.entries.items.len) return false;
    const e = it.store.entries.items[it.at];
    it.at += 1;
    if (key) |k| k.* = e.key;
    if (value) |v| v.* = e.value;
    return true;
}

fn scanEnd(scan: ?*Scan) callconv(.c) void {
    if (scan) |it| gpa.destroy(it);
}

comptime {
    @export(&open, .{ .name = "kv_open" });
    @export(&close, .{ .name = "kv_close" });
    @export(&put, .{ .name = "kv_put" });
    @export(&scanStart, .{ .name = "kv_scan_start" });
    @export(&scanNext, .{ .name = "kv_scan_next" });
    @export(&scanEnd, .{ .name = "kv_scan_end" });
}
