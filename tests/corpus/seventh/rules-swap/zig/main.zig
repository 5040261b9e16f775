const std = @import("std");

const Engine = opaque {};

extern fn rules_new() ?*Engine;
extern fn rules_load(engine: ?*Engine, text: [*]const u8, len: usize) i32;
extern fn rules_allow(engine: ?*const Engine, host: [*]const u8, len: usize) i32;
extern fn rules_free(engine: ?*Engine) void;

fn load(engine: *Engine, text: []const u8) void {
    const rc = rules_load(engine, text.ptr, text.len);
    if (rc != 0) std.debug.print("rules refused ({d}), the old ones stay\n", .{rc});
}

pub fn main() void {
    const engine = rules_new() orelse return;
    defer rules_free(engine);
    load(engine, "-ads.example\n+example\n");
    load(engine, "?broken\n");
    for ([_][]const u8{ "www.example", "x.ads.example", "other" }) |host| {
        std.debug.print("{s}: {d}\n", .{ host, rules_allow(engine, host.ptr, host.len) });
    }
}
