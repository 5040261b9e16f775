const std = @import("std");

const Db = opaque {};
extern fn kv_open() ?*Db;
extern fn kv_put(db: ?*Db, key: u32, value: i64) i32;
extern fn kv_get(db: ?*Db, key: u32, out: *i64) i32;
extern fn kv_close(db: ?*Db) void;

pub const Kv = struct {
    db: *Db,

    pub fn open() !Kv {
        return .{ .db = kv_open() orelse return error.OutOfMemory };
    }
    pub fn close(self: Kv) void {
        kv_close(self.db);
    }
    pub fn put(self: Kv, key: u32, value: i64) !void {
        if (kv_put(self.db, key, value) != 0) return error.Broken;
    }
    pub fn get(self: Kv, key: u32) !?i64 {
        var v: i64 = undefined;
        return switch (kv_get(self.db, key, &v)) {
            0 => v,
            1 => null,
            else => error.Broken,
        };
    }
};

pub fn main() !void {
    const kv = try Kv.open();
    defer kv.close();
    for (0..20) |i| try kv.put(@intCast(i * 7), @intCast(i));
    std.debug.print("{?d} {?d}\n", .{ try kv.get(14), try kv.get(15) });
}
