const std = @import("std");

const Queue = struct {
    which: u8,

    extern fn queue_depth(which: u8) u64;

    fn depth(self: Queue) u64 {
        return queue_depth(self.which);
    }
};

pub fn main() void {
    const q: Queue = .{ .which = 2 };
    std.debug.print("{d}\n", .{q.depth()});
}
