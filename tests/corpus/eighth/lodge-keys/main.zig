const std = @import("std");

const KeySet = opaque {};
extern fn keyset_new() ?*KeySet;
extern fn keyset_free(set: ?*KeySet) void;
extern fn keyset_hang(set: ?*KeySet, room: u32) bool;
extern fn keyset_hangs(set: ?*KeySet, room: u32) bool;
extern fn remove(set: ?*KeySet, room: u32) bool;

pub fn main() void {
    const board = keyset_new();
    defer keyset_free(board);

    for ([_]u32{ 11, 12, 21, 22 }) |room| _ = keyset_hang(board, room);
    if (remove(board, 21)) std.debug.print("21 is out\n", .{});
    if (!keyset_hangs(board, 21)) std.debug.print("no key on 21\n", .{});
}
