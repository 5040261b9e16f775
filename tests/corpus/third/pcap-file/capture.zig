const std = @import("std");

const Capture = struct {
    bytes: std.ArrayList(u8) = .empty,
    packets: u32 = 0,
};

const gpa = std.heap.c_allocator;

fn int(capture: *Capture, value: u32) !void {
    var raw: [4]u8 = undefined;
    std.mem.writeInt(u32, &raw, value, .little);
    try capture.bytes.appendSlice(gpa, &raw);
}

fn header(capture: *Capture, link: u32) !void {
    for ([_]u32{ 0xa1b2c3d4, 0x0004_0002, 0, 0, 65535, link }) |word| try int(capture, word);
}

export fn capture_open(link: u32) ?*Capture {
    const capture = gpa.create(Capture) catch return null;
    capture.* = .{};
    header(capture, link) catch {
        _ = capture_close(capture);
        return null;
    };
    return capture;
}

export fn capture_packet(capture: *Capture, bytes: [*]const u8, len: u32) bool {
    for ([_]u32{ capture.packets, 0, len, len }) |word| int(capture, word) catch return false;
    capture.bytes.appendSlice(gpa, bytes[0..len]) catch return false;
    capture.packets += 1;
    return true;
}

export fn capture_close(capture: *Capture) u64 {
    const size = capture.bytes.items.len;
    capture.bytes.deinit(gpa);
    gpa.destroy(capture);
    return size;
}
