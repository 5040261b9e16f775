const std = @import("std");

const PaperOptions = extern struct {
    grams: u32 = 170,
    glossy: u8 = 0,
    copies: u32 = 1,
};

extern fn poster_cost(width_mm: u32, height_mm: u32, options: ?*const PaperOptions) u64;

const Format = struct { name: []const u8, w: u32, h: u32 };

const formats = [_]Format{
    .{ .name = "A2", .w = 420, .h = 594 },
    .{ .name = "A1", .w = 594, .h = 841 },
};

pub fn main() void {
    const glossy: PaperOptions = .{ .grams = 250, .glossy = 1, .copies = 20 };
    for (formats) |f| {
        std.debug.print("{s}: {d} / {d}\n", .{
            f.name,
            poster_cost(f.w, f.h, null),
            poster_cost(f.w, f.h, &glossy),
        });
    }
}
