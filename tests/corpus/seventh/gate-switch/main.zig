const std = @import("std");

const Gate = opaque {
    fn set(gate: *Gate, open: bool) bool {
        return gate_set(gate, @intFromBool(open)) != 0;
    }
};

extern fn gate_new() ?*Gate;
extern fn gate_set(gate: ?*Gate, open: u8) u8;
extern fn gate_moves(gate: ?*const Gate) u32;
extern fn gate_free(gate: ?*Gate) void;

pub fn main() void {
    const gate = gate_new() orelse return;
    defer gate_free(gate);
    for ([_]bool{ true, true, false, true }) |open| {
        if (gate.set(open)) std.debug.print("moves to {}\n", .{open});
    }
    std.debug.print("{d} moves\n", .{gate_moves(gate)});
}
