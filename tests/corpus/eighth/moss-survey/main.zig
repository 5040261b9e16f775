const std = @import("std");
const Survey = @import("survey.zig").Survey;

pub fn main() !void {
    const survey = try Survey.init();
    defer survey.deinit();

    for ([_][]const u8{ "north-1", "north-2", "bog", "north-ridge", "edge" }) |name| {
        _ = try survey.add(name);
    }

    var ids: [8]u32 = undefined;
    for (survey.find("north", &ids)) |id| {
        std.debug.print("plot {d}\n", .{id});
    }
}
