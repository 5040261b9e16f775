const std = @import("std");
const t = @import("text.zig");

const lines = [_][:0]const u8{
    "Welcome to ${host}, ${user}.\n",
    "Load is ${load}   \n",
};

pub fn main() !void {
    const vars = .{ .{ "host", "build7" }, .{ "user", "mia" }, .{ "load", "0.42" } };
    inline for (vars) |v| if (!t.text_set(v[0], v[1])) return error.Set;
    for (lines) |line| {
        const text = try t.Text.expand(line);
        defer text.deinit();
        text.trimEnd();
        std.debug.print("[{s}]\n", .{text.slice()});
    }
}
