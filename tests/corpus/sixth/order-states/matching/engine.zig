const std = @import("std");
const s = @import("state.zig");

const gpa = std.heap.c_allocator;

const Engine = struct {
    orders: std.ArrayList(s.Order) = .empty,
    next_id: u64 = 1,

    fn find(self: *Engine, id: u64) ?*s.Order {
        for (self.orders.items) |*o| if (o.id == id) return o;
        return null;
    }

    fn cross(self: *Engine, taker: usize) void {
        const t = &self.orders.items[taker];
        for (self.orders.items[0..taker]) |*o| {
            if (t.left == 0) break;
            if (o.side == t.side or o.left == 0 or o.state == .cancelled) continue;
            const hit = if (t.side == .bid) o.price <= t.price else o.price >= t.price;
            if (!hit) continue;
            const lots = @min(o.left, t.left);
            o.left -= lots;
            t.left -= lots;
            o.state = if (o.left == 0) .filled else .part_filled;
            t.state = if (t.left == 0) .filled else .part_filled;
        }
        if (t.state == .new) t.state = .open;
    }
};

export fn engine_new() ?*Engine {
    const e = gpa.create(Engine) catch return null;
    e.* = .{};
    return e;
}

export fn engine_free(engine: ?*Engine) void {
    const e = engine orelse return;
    e.orders.deinit(gpa);
    gpa.destroy(e);
}

/// The id of the order; 0 if it could not be kept.
export fn engine_submit(engine: ?*Engine, ask: bool, price: i64, lots: u32) u64 {
    const e = engine orelse return 0;
    if (lots == 0) return 0;
    e.orders.append(gpa, .{
        .id = e.next_id,
        .side = if (ask) .ask else .bid,
        .price = price,
        .left = lots,
    }) catch return 0;
    e.next_id += 1;
    e.cross(e.orders.items.len - 1);
    return e.next_id - 1;
}

export fn engine_state(engine: ?*Engine, id: u64) s.State {
    const e = engine orelse return .rejected;
    return if (e.find(id)) |o| o.state else .rejected;
}

export fn engine_cancel(engine: ?*Engine, id: u64) bool {
    const e = engine orelse return false;
    const o = e.find(id) orelse return false;
    if (o.state == .filled) return false;
    o.state = .cancelled;
    return true;
}
