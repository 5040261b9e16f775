const std = @import("std");
const gpa = std.heap.c_allocator;
const Meter = struct { label: [:0]u8, id: u32 };
export fn meter_open(id: u32) ?*Meter {
    const m = gpa.create(Meter) catch return null;
    m.* = .{ .id = id, .label = std.fmt.allocPrintSentinel(gpa, "meter {d}", .{id}, 0) catch {
        gpa.destroy(m);
        return null;
    } };
    return m;
}
export fn meter_label(m: *const Meter) [*:0]const u8 {
    return m.label.ptr;
}
export fn meter_close(m: *Meter) void {
    gpa.free(m.label);
    gpa.destroy(m);
}
