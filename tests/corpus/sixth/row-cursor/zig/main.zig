const std = @import("std");
const c = @import("cursor.zig");

fn longest(gpa: std.mem.Allocator, order: c.Order) !struct { label: []u8, sum: f64 } {
    const cursor = try c.Cursor.open(11, order);
    defer cursor.close();
    var label: []u8 = try gpa.dupe(u8, "");
    errdefer gpa.free(label);
    var sum: f64 = 0;
    while (cursor.next()) |row| {
        for (row.values) |v| sum += v;
        if (row.label.len > label.len) {
            const copy = try gpa.dupe(u8, row.label);
            gpa.free(label);
            label = copy;
        }
    }
    return .{ .label = label, .sum = sum };
}

pub fn main(init: std.process.Init) !void {
    for ([_]c.Order{ .forward, .backward, .even_first }) |order| {
        const r = try longest(init.gpa, order);
        defer init.gpa.free(r.label);
        std.debug.print("{t}: {s}, {d}\n", .{ order, r.label, r.sum });
    }
}
