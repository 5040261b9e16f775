const std = @import("std");
const Db = opaque {};
extern fn db_open() ?*Db;
extern fn db_count(db: ?*const Db) usize;
extern fn db_close(db: ?*Db) void;

pub fn main() void {
    const db = db_open();
    defer db_close(db);
    std.debug.print("{d}\n", .{db_count(db)});
}
