const std = @import("std");
const Store = @import("db.zig").Store;

fn sumOfFirst(s: *Store, from: u64, limit: usize) !u64 {
    const cursor = try s.scan(from);
    var sum: u64 = 0;
    while (cursor.next()) |k| {
        sum +%= k;
        if (cursor.rows() == limit) break;
    }
    const complete = cursor.finish();
    if (!complete) std.debug.print("stopped after {d} rows\n", .{cursor.rows()});
    return sum;
}

pub fn main() !void {
    const s = Store.store_open(1000) orelse return error.OutOfMemory;
    defer Store.store_close(s);
    std.debug.print("{d}\n", .{try sumOfFirst(s, 300, 20)});
}
