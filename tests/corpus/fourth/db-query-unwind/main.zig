const std = @import("std");

const Session = opaque {
    extern fn session_new() ?*Session;
    extern fn session_count(s: ?*Session, op: u8, operand: i64, col: [*]const i64, n: usize) u64;
    extern fn session_failed(s: ?*const Session) u64;
    extern fn session_free(s: ?*Session) void;

    fn count(self: *Session, op: u8, operand: i64, col: []const i64) u64 {
        return session_count(self, op, operand, col.ptr, col.len);
    }
};

pub fn main() !void {
    const s = Session.session_new() orelse return error.OutOfMemory;
    defer Session.session_free(s);
    const ages = [_]i64{ 17, 22, 40, 63 };
    for ("<>=%!") |op| {
        std.debug.print("{c} {d}\n", .{ op, s.count(op, 21, &ages) });
    }
    std.debug.print("{d} failed\n", .{Session.session_failed(s)});
}
