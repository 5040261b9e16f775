const std = @import("std");

const Session = opaque {};
const Cursor = opaque {};
extern fn sql_session_open() ?*Session;
extern fn sql_session_close(s: ?*Session) void;
extern fn sql_insert(s: ?*Session, key: i64, value: i64) bool;
extern fn sql_cursor_open(s: ?*const Session, from: i64) ?*Cursor;
extern fn sql_cursor_next(c: ?*Cursor, key: *i64, value: *i64) bool;
extern fn sql_cursor_close(c: ?*Cursor) void;

const Report = struct {
    cursor: *Cursor,
    sum: i64 = 0,
    rows: u32 = 0,

    fn run(r: *Report) void {
        defer sql_cursor_close(r.cursor);
        var k: i64 = 0;
        var v: i64 = 0;
        while (sql_cursor_next(r.cursor, &k, &v)) {
            r.sum +%= v;
            r.rows += 1;
        }
    }
};

pub fn main() !void {
    const s = sql_session_open() orelse return error.NoSession;
    defer sql_session_close(s);
    for (0..1000) |i| {
        const k: i64 = @intCast(i);
        _ = sql_insert(s, k, k * 3);
    }
    var report: Report = .{ .cursor = sql_cursor_open(s, 0) orelse return error.NoCursor };
    const worker = std.Thread.spawn(.{}, Report.run, .{&report}) catch |e| {
        sql_cursor_close(report.cursor);
        return e;
    };
    var busy: u32 = 0;
    for (1000..1100) |i| {
        if (!sql_insert(s, @intCast(i), 1)) busy += 1;
    }
    worker.join();
    std.debug.print("{d} rows, sum {d}, busy {d}\n", .{ report.rows, report.sum, busy });
}
