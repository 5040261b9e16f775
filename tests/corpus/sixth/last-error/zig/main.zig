const std = @import("std");
const Config = @import("config.zig").Config;

pub fn main() !void {
    const cfg = Config.init();
    defer cfg.deinit();
    var report: Config.Report = .{};
    try cfg.load("port = 8080\nworkers = many # sic\n", &report);
    const port = try cfg.int(u16, "port", &report);
    inline for (.{ "workers", "depth" }) |key| {
        const n = cfg.int(u8, key, &report) catch 4;
        std.debug.print("{s}: {s}, taking {d}\n", .{ key, report.slice(), n });
    }
    cfg.load("nonsense", &report) catch std.debug.print("{s}\n", .{report.slice()});
    std.debug.print("port {d}\n", .{port});
}
