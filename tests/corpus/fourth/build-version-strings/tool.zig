const std = @import("std");

const Status = enum(c_int) {
    ok = 0,
    out_of_date = 1,
    failed = 2,
    _,
};

const Version = extern struct {
    major: u8,
    minor: u8,
    patch: u16,

    const current: Version = .{ .major = 0, .minor = 9, .patch = 214 };
};

export fn tool_version() Version {
    return Version.current;
}

export fn tool_name() [*:0]const u8 {
    return "zmake";
}

export fn tool_status_name(code: c_int) ?[*:0]const u8 {
    const status: Status = @enumFromInt(code);
    return switch (status) {
        .ok, .out_of_date, .failed => |s| @tagName(s).ptr,
        _ => null,
    };
}

comptime {
    std.debug.assert(@sizeOf(Version) == 4);
}
