const std = @import("std");
const Pool = @import("thumbs.zig").Pool;

const width = 64;

fn renderPage(gpa: std.mem.Allocator, pool: *const Pool, page: u32) !void {
    const pixels = try gpa.alloc(u8, width * 90);
    defer gpa.free(pixels);
    for (pixels, 0..) |*p, i| p.* = @truncate(i *% (page + 3));
    try pool.submit(page, pixels, width);
}

pub fn main(init: std.process.Init) !void {
    const pool = Pool.init(3);
    defer pool.deinit();
    const pages = 12;
    for (0..pages) |page| try renderPage(init.gpa, pool, @intCast(page));
    for (0..pages) |_| {
        const t = pool.wait() orelse break;
        std.debug.print("page {d}: {any}\n", .{ t.id, t.cells[0..4] });
    }
}
