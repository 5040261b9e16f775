const std = @import("std");
const Session = struct { id: u32 };

export fn session_open(id: u32) ?*Session {
    const s = std.heap.c_allocator.create(Session) catch return null;
    s.* = .{ .id = id };
    return s;
}
export fn session_id(s: *const Session) u32 {
    return s.id;
}
export fn session_close(s: ?*Session) void {
    if (s) |session| std.heap.c_allocator.destroy(session);
}
