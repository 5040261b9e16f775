const std = @import("std");

/// A record of the feed, as it stands on the wire: aligned to two bytes.
const Tick = extern struct {
    symbol: u16,
    stamp: u64 align(2),
    price: u32 align(2),
    lots: u16,

    comptime {
        std.debug.assert(@sizeOf(Tick) == 16);
        std.debug.assert(@alignOf(Tick) == 2);
        std.debug.assert(@offsetOf(Tick, "price") == 10);
    }
};

const gpa = std.heap.smp_allocator;

const Feed = struct {
    ring: [256]Tick = undefined,
    head: u32 = 0,
    tail: u32 = 0,
    dropped: u32 = 0,

    fn push(self: *Feed, t: Tick) bool {
        if (self.head -% self.tail == self.ring.len) {
            self.dropped +|= 1;
            return false;
        }
        self.ring[self.head % self.ring.len] = t;
        self.head +%= 1;
        return true;
    }
};

export fn feed_new() ?*Feed {
    const f = gpa.create(Feed) catch return null;
    f.* = .{};
    return f;
}

export fn feed_free(feed: ?*Feed) void {
    if (feed) |f| gpa.destroy(f);
}

export fn feed_push(feed: *Feed, ticks: [*]const Tick, count: usize) usize {
    for (ticks[0..count], 0..) |t, i| if (!feed.push(t)) return i;
    return count;
}

export fn feed_pop(feed: *Feed, out: *Tick) bool {
    if (feed.head == feed.tail) return false;
    out.* = feed.ring[feed.tail % feed.ring.len];
    feed.tail +%= 1;
    return true;
}

export fn feed_dropped(feed: *const Feed) u32 {
    return feed.dropped;
}
