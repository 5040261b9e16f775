//! Interface of `callbacks`, written by Ghost. Edits are lost.

pub const Events = extern struct {
    user_data: ?*anyopaque,
    on_event: ?*const fn (user_data: ?*anyopaque, value: i32) callconv(.c) void,
    next: ?*const fn (events: *const Events) callconv(.c) [*c]const Events,
};

pub const Visitor = ?*const fn (user_data: ?*anyopaque, value: i32) callconv(.c) bool;

pub extern fn for_each(xs: [*c]const i32, n: usize, visitor: Visitor, user: ?*anyopaque) usize;

pub extern fn events_fire(events: Events, value: i32) bool;

pub extern fn sort_by(
    xs: [*c]i32,
    n: usize,
    compare: *const fn (a: *const i32, b: *const i32) callconv(.c) c_int,
) void;

pub extern fn adder() ?*const fn (a: i32, b: i32) callconv(.c) i32;

pub extern fn nested(
    done: ?*const fn (ctx: ?*anyopaque, each: ?*const fn (_: u8) callconv(.c) void) callconv(.c) [*c]const u8,
) void;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Events) != 24 or @alignOf(Events) != 8)
            @compileError("size or alignment of Events differs from the library's");
        if (@offsetOf(Events, "user_data") != 0)
            @compileError("offset of Events.user_data differs from the library's");
        if (@offsetOf(Events, "on_event") != 8)
            @compileError("offset of Events.on_event differs from the library's");
        if (@offsetOf(Events, "next") != 16)
            @compileError("offset of Events.next differs from the library's");
    }
}
