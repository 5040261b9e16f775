const std = @import("std");

const max_rows = 64;
const Row = u32;

const Hall = struct {
    rows: [max_rows]Row = @splat(0),
    row_count: u8,
    width: u5,

    fn mask(self: *const Hall, first: u5, n: u5) Row {
        _ = self;
        const ones = (@as(u64, 1) << n) - 1;
        return @truncate(ones << first);
    }

    fn findBlock(self: *const Hall, n: u5) ?struct { row: u8, seat: u5 } {
        if (n == 0 or n > self.width) return null;
        for (self.rows[0..self.row_count], 0..) |taken, r| {
            var s: u5 = 0;
            while (s <= self.width - n) : (s += 1) {
                if (taken & self.mask(s, n) == 0) return .{ .row = @intCast(r), .seat = s };
            }
        }
        return null;
    }
};

var halls: [8]?Hall = @splat(null);
var lock: std.atomic.Value(bool) = .init(false);

fn acquire() void {
    while (lock.swap(true, .acquire)) std.atomic.spinLoopHint();
}

fn release() void {
    lock.store(false, .release);
}

export fn seats_open(slot: u8, rows: u8, width: u8) bool {
    if (slot >= halls.len or rows > max_rows or width == 0 or width > 30) return false;
    acquire();
    defer release();
    halls[slot] = .{ .row_count = rows, .width = @intCast(width) };
    return true;
}

/// Row * 32 + first seat, or -1 when no row has `n` seats side by side.
export fn seats_find_block(slot: u8, n: u8) i32 {
    if (slot >= halls.len or n > 30) return -1;
    acquire();
    defer release();
    const hall = if (halls[slot]) |*h| h else return -1;
    const hit = hall.findBlock(@intCast(n)) orelse return -1;
    return @as(i32, hit.row) * 32 + hit.seat;
}

export fn seats_take(slot: u8, row: u8, seat: u8, n: u8) bool {
    if (slot >= halls.len or seat > 30 or n > 30 or seat + n > 31) return false;
    acquire();
    defer release();
    const hall = if (halls[slot]) |*h| h else return false;
    if (row >= hall.row_count or seat + n > hall.width) return false;
    const m = hall.mask(@intCast(seat), @intCast(n));
    if (hall.rows[row] & m != 0) return false;
    hall.rows[row] |= m;
    return true;
}
