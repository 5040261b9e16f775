const std = @import("std");
const Registry = @import("registry.zig").Registry;

const wanted = [_][:0]const u8{ "reverb", "delay" };

pub fn main() !void {
    const r = Registry.new() orelse return error.OutOfMemory;
    defer r.free();
    _ = r.add("reverb", .{ .api = 3, .priority = 10 });
    for (wanted) |name| {
        const e = r.find(name);
        std.debug.print("{s}: api {d}, priority {d}\n", .{ name, e.api, e.priority });
    }
}
