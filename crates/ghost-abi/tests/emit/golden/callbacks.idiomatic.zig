//! Wrappers for `callbacks`, written by Ghost. Edits are lost.

pub const raw = @import("callbacks.zig");

pub const Events = raw.Events;

pub const Visitor = raw.Visitor;

pub fn forEach(xs: []const i32, visitor: raw.Visitor, user: ?*anyopaque) usize {
    return raw.for_each(xs.ptr, xs.len, visitor, user);
}

pub fn eventsFire(events: raw.Events, value: i32) bool {
    return raw.events_fire(events, value);
}

pub fn sortBy(xs: []i32, compare: *const fn (a: *const i32, b: *const i32) callconv(.c) c_int) void {
    return raw.sort_by(xs.ptr, xs.len, compare);
}

pub fn adder() ?*const fn (a: i32, b: i32) callconv(.c) i32 {
    return raw.adder();
}

pub fn nested(done: ?*const fn (ctx: ?*anyopaque, each: ?*const fn (_: u8) callconv(.c) void) callconv(.c) [*c]const u8) void {
    return raw.nested(done);
}
