const std = @import("std");
const Db = struct { owner: std.Thread.Id, values: [8]u32 };
/// A database belongs to the thread that opened it.
export fn db_open() ?*Db {
    const db = std.heap.smp_allocator.create(Db) catch return null;
    db.* = .{ .owner = std.Thread.getCurrentId(), .values = @splat(0) };
    return db;
}
export fn db_get(db: *Db, key: u32) u32 {
    if (db.owner != std.Thread.getCurrentId()) return 0;
    return db.values[key % 8];
}
export fn db_close(db: *Db) void {
    if (db.owner != std.Thread.getCurrentId()) return;
    std.heap.smp_allocator.destroy(db);
}
