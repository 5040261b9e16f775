const std = @import("std");
const gpa = std.heap.c_allocator;
const Guess = extern struct { score: u32, kind: u32 };
export fn mime_guess(bytes: [*]const u8, len: usize) ?*Guess {
    const g = gpa.create(Guess) catch return null;
    g.* = .{ .score = @intCast(@min(len, 100)), .kind = if (len > 0) bytes[0] else 0 };
    return g;
}
export fn mime_guess_done(g: ?*Guess) void {
    if (g) |it| gpa.destroy(it);
}
