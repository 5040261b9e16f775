//! Wrappers for `conventions`, written by Ghost. Edits are lost.

pub const raw = @import("conventions.zig");

pub fn windowsLike(value: i32) i32 {
    return raw.windows_like(value);
}

pub fn unixLike(call: ?*const fn (value: i32) callconv(.{ .x86_64_win = .{} }) i32) [*c]const u8 {
    return raw.unix_like(call);
}

pub fn systemLike(value: i32) i32 {
    return raw.system_like(value);
}

pub fn unwinding(value: i32) i32 {
    return raw.unwinding(value);
}
