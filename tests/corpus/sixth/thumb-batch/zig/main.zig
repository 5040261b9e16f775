const std = @import("std");
const b = @import("batch.zig");

fn render(arena: std.mem.Allocator, page: u32) ![]u8 {
    const pixels = try arena.alloc(u8, 64 * 90);
    for (pixels, 0..) |*p, i| p.* = @truncate(i *% (page + 3));
    return pixels;
}

fn run(arena: std.mem.Allocator, pages: u32, out: []b.Mean) ![]b.Mean {
    var batch = try b.Batch.init(3);
    defer batch.deinit();
    for (0..pages) |page| {
        const id: u32 = @intCast(page);
        try batch.add(id, try render(arena, id));
    }
    return batch.finish(out);
}

pub fn main(init: std.process.Init) !void {
    var arena: std.heap.ArenaAllocator = .init(init.gpa);
    defer arena.deinit();
    var out: [32]b.Mean = undefined;
    for (try run(arena.allocator(), 12, &out)) |m| {
        std.debug.print("page {d}: mean {d}\n", .{ m.id, m.value });
    }
}
