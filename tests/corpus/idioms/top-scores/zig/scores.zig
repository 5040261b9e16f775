const std = @import("std");
const gpa = std.heap.c_allocator;
const Board = struct { all: std.ArrayList(u32) = .empty };
export fn board_new() ?*Board {
    const b = gpa.create(Board) catch return null;
    b.* = .{};
    return b;
}
export fn board_add(b: *Board, score: u32) bool {
    b.all.append(gpa, score) catch return false;
    return true;
}
export fn board_free(b: ?*Board) void {
    const it = b orelse return;
    it.all.deinit(gpa);
    gpa.destroy(it);
}
export fn board_top(b: *const Board, least: u32, len: *usize) ?[*]u32 {
    var best: std.ArrayList(u32) = .empty;
    defer best.deinit(gpa);
    for (b.all.items) |s| {
        if (s >= least) best.append(gpa, s) catch return null;
    }
    len.* = best.items.len;
    return best.items.ptr;
}
export fn board_top_free(top: ?[*]u32, len: usize) void {
    if (top) |t| gpa.free(t[0..len]);
}
