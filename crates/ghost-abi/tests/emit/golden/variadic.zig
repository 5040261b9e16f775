//! Interface of `variadic`, written by Ghost. Edits are lost.

pub extern fn sum_of(count: c_int, ...) c_int;

pub extern fn print_to(out: ?*anyopaque, format: [*c]const u8, ...) c_int;

pub extern fn set_log(log: ?*const fn (format: [*c]const u8, ...) callconv(.c) void) void;

pub extern fn die(code: c_int) noreturn;

pub extern fn on_death(then: ?*const fn () callconv(.c) noreturn) void;
