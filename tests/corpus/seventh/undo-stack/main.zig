const std = @import("std");

const Undo = opaque {};
const Step = extern struct { pos: u32, removed: u32, inserted: u32 };

extern fn undo_new() ?*Undo;
extern fn undo_push(u: ?*Undo, step: Step) usize;
extern fn undo_top(u: ?*Undo) ?*Step;
extern fn undo_free(u: ?*Undo) void;

/// Typing goes into the last step, a jump opens a new one and closes the last.
fn typed(undo: *Undo, pos: u32) void {
    const fresh: Step = .{ .pos = pos, .removed = 0, .inserted = 1 };
    const last = undo_top(undo) orelse {
        _ = undo_push(undo, fresh);
        return;
    };
    if (pos == last.pos +| last.inserted) {
        last.inserted +|= 1;
        return;
    }
    _ = undo_push(undo, fresh);
    last.removed = pos;
}

pub fn main() void {
    const undo = undo_new() orelse return;
    defer undo_free(undo);
    for ([_]u32{ 0, 1, 2, 40, 41, 9, 80, 200, 7 }) |pos| typed(undo, pos);
    if (undo_top(undo)) |s| std.debug.print("{d} +{d}\n", .{ s.pos, s.inserted });
}
