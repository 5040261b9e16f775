//! Interface of `conventions`, written by Ghost. Edits are lost.

pub extern fn windows_like(value: i32) callconv(.{ .x86_64_win = .{} }) i32;

pub extern fn unix_like(
    call: ?*const fn (value: i32) callconv(.{ .x86_64_win = .{} }) i32,
) callconv(.{ .x86_64_sysv = .{} }) [*c]const u8;

pub extern fn system_like(
    value: i32,
) callconv(if (@import("builtin").os.tag == .windows) .winapi else .c) i32;

pub extern fn unwinding(value: i32) i32;
