const std = @import("std");

const gpa = std.heap.page_allocator;

const Modem = struct {
    baud: u32,
    line: [64]u8 = undefined,
    sent: usize = 0,
};

export fn modem_open(baud: u32) ?*Modem {
    if (baud == 0) return null;
    const m = gpa.create(Modem) catch return null;
    m.* = .{ .baud = baud };
    return m;
}

export fn modem_send(modem: ?*Modem, command: [*:0]const u8) bool {
    const m = modem orelse return false;
    const text = std.mem.span(command);
    if (!std.mem.startsWith(u8, text, "AT")) return false;
    const line = std.fmt.bufPrint(&m.line, "{s}\r", .{text}) catch return false;
    m.sent +|= line.len;
    return true;
}

export fn modem_sent(modem: ?*const Modem) usize {
    const m = modem orelse return 0;
    return m.sent;
}

export fn modem_close(modem: ?*Modem) void {
    const m = modem orelse return;
    gpa.destroy(m);
}
