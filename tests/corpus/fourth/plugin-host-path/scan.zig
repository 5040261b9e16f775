const std = @import("std");

pub const api_version: u32 = 4;

pub const PluginInfo = extern struct {
    api: u32,
    flags: u32,
    latency: u32,
};

const Kind = enum { native, script, unknown };

fn kindOf(name: []const u8) Kind {
    if (std.mem.endsWith(u8, name, ".so")) return .native;
    if (std.mem.endsWith(u8, name, ".lua")) return .script;
    return .unknown;
}

export fn scan_plugin(path: [*:0]const u8, out: *PluginInfo) i32 {
    const name = std.mem.span(path);
    const kind = kindOf(name);
    if (kind == .unknown) return -1;
    out.* = .{
        .api = api_version,
        .flags = if (kind == .script) 1 else 0,
        .latency = 0,
    };
    return 0;
}

export fn scan_api_version() u32 {
    return api_version;
}
