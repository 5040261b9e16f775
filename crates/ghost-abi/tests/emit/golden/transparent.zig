//! Interface of `transparent`, written by Ghost. Edits are lost.

pub const Meters = f64;

pub const Handle = ?*anyopaque;

pub const Body = extern struct {
    height: Meters,
    handle: Handle,
};

pub const Marker = opaque {};

pub extern fn meters_add(a: Meters, b: Meters) Meters;

pub extern fn body_make(height: Meters) Body;

pub extern fn marker(marker_: ?*const Marker) void;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Body) != 16 or @alignOf(Body) != 8)
            @compileError("size or alignment of Body differs from the library's");
        if (@offsetOf(Body, "height") != 0)
            @compileError("offset of Body.height differs from the library's");
        if (@offsetOf(Body, "handle") != 8)
            @compileError("offset of Body.handle differs from the library's");
    }
}
