const std = @import("std");
const gpa = std.heap.c_allocator;
const Timer = struct { due: u64, next: ?*Timer = null };
const Wheel = struct { head: ?*Timer = null, fired: u64 = 0 };
export fn wheel_new() ?*Wheel {
    const w = gpa.create(Wheel) catch return null;
    w.* = .{};
    return w;
}
export fn wheel_add(w: *Wheel, due: u64) bool {
    const t = gpa.create(Timer) catch return false;
    t.* = .{ .due = due, .next = w.head };
    w.head = t;
    return true;
}
export fn wheel_free(w: ?*Wheel) void {
    const it = w orelse return;
    var t = it.head;
    while (t) |timer| : (t = timer.next) gpa.destroy(timer);
    gpa.destroy(it);
}
