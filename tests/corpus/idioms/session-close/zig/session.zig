const std = @import("std");
const gpa = std.heap.c_allocator;
const Session = struct { id: u64 };
export fn session_open(id: u64) ?*Session {
    const s = gpa.create(Session) catch return null;
    s.* = .{ .id = id };
    return s;
}
export fn session_id(s: *const Session) u64 {
    return s.id;
}
export fn session_close(s: *Session) void {
    gpa.destroy(s);
}
