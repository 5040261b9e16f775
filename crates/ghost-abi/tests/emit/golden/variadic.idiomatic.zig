//! Wrappers for `variadic`, written by Ghost. Edits are lost.

pub const raw = @import("variadic.zig");

pub fn setLog(log: ?*const fn (format: [*c]const u8, ...) callconv(.c) void) void {
    return raw.set_log(log);
}

pub fn die(code: c_int) noreturn {
    return raw.die(code);
}

pub fn onDeath(then: ?*const fn () callconv(.c) noreturn) void {
    return raw.on_death(then);
}
