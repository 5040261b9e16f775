const std = @import("std");
const Notes = @import("notes.zig").Notes;

pub fn main() !void {
    const notes = try Notes.init();
    defer notes.deinit();

    try notes.add("water the ferns", 1);
    try notes.add("", 0);
    try notes.add("call the mill", 2);

    const before = notes.count();
    for (0..before) |i| try notes.repeat(std.heap.page_allocator, i);

    for (0..notes.count()) |i| {
        const note = notes.peek(i) orelse continue;
        std.debug.print("{d} {s}\n", .{ note.stars, note.text });
    }
}
