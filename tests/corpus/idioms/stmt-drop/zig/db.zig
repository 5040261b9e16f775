const std = @import("std");
const gpa = std.heap.c_allocator;
const Db = struct { rows: [64]u64 = @splat(1), open: u32 = 0 };
const Stmt = struct { db: *Db, at: usize = 0 };
export fn db_open() ?*Db {
    const d = gpa.create(Db) catch return null;
    d.* = .{};
    return d;
}
export fn db_close(d: ?*Db) void {
    if (d) |it| gpa.destroy(it);
}
export fn db_prepare(d: *Db) ?*Stmt {
    const s = gpa.create(Stmt) catch return null;
    s.* = .{ .db = d };
    d.open += 1;
    return s;
}
export fn stmt_step(s: *Stmt, out: *u64) bool {
    if (s.at >= s.db.rows.len) return false;
    out.* = s.db.rows[s.at];
    s.at += 1;
    return true;
}
export fn stmt_finalize(s: ?*Stmt) void {
    const it = s orelse return;
    it.db.open -|= 1;
    gpa.destroy(it);
}
