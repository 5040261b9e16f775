const std = @import("std");

const Watcher = opaque {};
const OnChange = *const fn (user: ?*anyopaque, index: u32, size: u64) callconv(.c) void;
extern fn watch_start(cb: ?OnChange, user: ?*anyopaque, every_ms: u32) ?*Watcher;
extern fn watch_stop(w: ?*Watcher) void;
extern "c" fn usleep(us: c_uint) c_int;

const Change = struct { index: u32, size: u64 };

const Inbox = struct {
    gpa: std.mem.Allocator,
    changes: std.ArrayList(Change) = .empty,
    lost: u32 = 0,

    fn onChange(user: ?*anyopaque, index: u32, size: u64) callconv(.c) void {
        const self: *Inbox = @ptrCast(@alignCast(user orelse return));
        self.changes.append(self.gpa, .{ .index = index, .size = size }) catch {
            self.lost += 1;
        };
    }

    fn drain(self: *Inbox) usize {
        const n = self.changes.items.len;
        for (self.changes.items) |c| std.debug.print("#{d}: {d} bytes\n", .{ c.index, c.size });
        self.changes.clearRetainingCapacity();
        return n;
    }
};

pub fn main(init: std.process.Init) !void {
    var inbox: Inbox = .{ .gpa = init.gpa };
    const w = watch_start(&Inbox.onChange, &inbox, 20) orelse return error.NoWatcher;
    var seen: usize = 0;
    for (0..100) |_| {
        seen += inbox.drain();
        _ = usleep(50_000);
    }
    watch_stop(w);
    seen += inbox.drain();
    inbox.changes.deinit(init.gpa);
    std.debug.print("{d} changes, {d} lost\n", .{ seen, inbox.lost });
}
