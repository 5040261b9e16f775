const std = @import("std");
const Config = opaque {};
extern fn config_load() ?*Config;
extern fn config_name(c: ?*const Config) ?[*:0]const u8;
extern fn config_free(c: ?*Config) void;

pub fn main() void {
    const cfg = config_load();
    const name = config_name(cfg) orelse return;
    config_free(cfg);
    std.debug.print("{s}\n", .{std.mem.span(name)});
}
