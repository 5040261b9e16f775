const std = @import("std");

const Event = extern struct { kind: u32, value: u32 };

const Queue = struct {
    lock: std.atomic.Mutex = .unlocked,
    events: [256]Event = undefined,
    head: usize = 0,
    len: usize = 0,

    fn acquire(self: *Queue) void {
        while (!self.lock.tryLock()) std.atomic.spinLoopHint();
    }

    fn push(self: *Queue, e: Event) bool {
        self.acquire();
        defer self.lock.unlock();
        if (self.len == self.events.len) return false;
        self.events[(self.head + self.len) % self.events.len] = e;
        self.len += 1;
        return true;
    }

    fn pop(self: *Queue) ?Event {
        self.acquire();
        defer self.lock.unlock();
        if (self.len == 0) return null;
        const e = self.events[self.head];
        self.head = (self.head + 1) % self.events.len;
        self.len -= 1;
        return e;
    }
};

var queue: Queue = .{};

export fn queue_post(e: Event) bool {
    return queue.push(e);
}

export fn queue_next(out: *Event) bool {
    out.* = queue.pop() orelse return false;
    return true;
}
