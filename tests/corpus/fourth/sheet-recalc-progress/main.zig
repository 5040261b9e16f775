const std = @import("std");
const Sheet = @import("sheet.zig").Sheet;

const Bar = struct {
    width: u32,
    drawn: u32 = 0,

    fn update(self: *Bar, done: u32, total: u32) void {
        self.drawn = self.width * done / @max(total, 1);
    }
};

// The callback has no other way to reach the bar.
var bar: Bar = .{ .width = 40 };

fn onProgress(done: u32, total: u32) callconv(.c) bool {
    bar.update(done, total);
    return true;
}

pub fn main() !void {
    const s = Sheet.create(8, 100) orelse return error.OutOfMemory;
    defer s.destroy();
    _ = s.set(0, 0, 1.5);
    const rows = s.recalc(&onProgress);
    std.debug.print("{d} rows, bar {d}\n", .{ rows, bar.drawn });
}
