const std = @import("std");

const gpa = std.heap.page_allocator;

const Read = struct {
    sector: u32,
    buf: []u8,
    done: usize = 0,
    thread: ?std.Thread = null,

    fn run(r: *Read) void {
        for (r.buf, 0..) |*b, i| {
            b.* = if (i > r.sector) @truncate(i *% 31 +% r.sector) else 0;
            r.done = i + 1;
        }
    }
};

export fn read_begin(sector: u32, buf: [*]u8, len: usize) ?*Read {
    const r = gpa.create(Read) catch return null;
    r.* = .{ .sector = sector, .buf = buf[0..len] };
    r.thread = std.Thread.spawn(.{}, Read.run, .{r}) catch {
        gpa.destroy(r);
        return null;
    };
    return r;
}

export fn read_wait(read: ?*Read) usize {
    const r = read orelse return 0;
    if (r.thread) |t| t.join();
    const n = r.done;
    gpa.destroy(r);
    return n;
}
