const std = @import("std");
const json = @import("json.zig");

const doc = "{ \"name\": \"ada\", \"year\": 1843 }";

fn run(key: [:0]const u8) void {
    switch (json.query(doc, key)) {
        .value => |text| {
            defer text.deinit();
            std.debug.print("{s} = {s}\n", .{ key, text.slice() });
        },
        .failure => |message| {
            defer std.c.free(message);
            if (message) |m| std.debug.print("error: {s}\n", .{m});
        },
    }
}

pub fn main() void {
    run("name");
    run("year");
    run("place");
}
