const std = @import("std");
const wal = @import("wal.zig");

pub fn main() !void {
    const w = wal.create(4096) orelse return error.OutOfMemory;
    defer wal.destroy(w);
    var at: u64 = 0;
    for ([_][]const u8{ "begin", "insert 1", "commit" }) |record| {
        if (wal.append(w, record.ptr, record.len, &at) != 0) return error.Append;
    }
    const rc = wal.truncate(w, @intCast(at));
    std.debug.print("truncated at {d}: {d}\n", .{ at, rc });
}
