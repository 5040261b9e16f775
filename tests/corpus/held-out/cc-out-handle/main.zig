const std = @import("std");
const Db = opaque {};
extern fn db_open(path: [*:0]const u8, out: *?*Db) c_int;
extern fn db_insert(db: ?*Db, key: u64, text: [*:0]const u8) c_int;
extern fn db_path(db: ?*const Db) ?[*:0]const u8;
extern fn db_close(db: *?*Db) void;

pub fn main() void {
    var db: ?*Db = null;
    if (db_open("/tmp/x", &db) != 0) return;
    defer db_close(&db);
    var key: u64 = 0;
    while (key < 5) : (key += 1) {
        if (db_insert(db, key, "row") != 0) break;
    }
    if (db_path(db)) |p| std.debug.print("{s}\n", .{p});
}
