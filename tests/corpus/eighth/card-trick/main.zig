const std = @import("std");

const Suit = enum(u8) { clubs, diamonds, hearts, spades, none, _ };

extern fn trick_trump(cards: [*]const u8, len: usize) Suit;

fn show(cards: []const u8) void {
    switch (trick_trump(cards.ptr, cards.len)) {
        .none => std.debug.print("no trump\n", .{}),
        else => |suit| std.debug.print("trump is {d}\n", .{@intFromEnum(suit)}),
    }
}

pub fn main() void {
    show(&.{ 0x12, 0x1a, 0x31, 0x13 });
    show(&.{ 0x02, 0x21, 0x33, 0x14 });
    show(&.{});
}
