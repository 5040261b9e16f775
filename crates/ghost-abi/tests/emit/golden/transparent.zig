//! Interface of `transparent`, written by Ghost. Edits are lost.

pub const Meters = f64;

pub const Handle = ?*anyopaque;

pub const Body = extern struct {
    height: Meters,
    handle: Handle,
};

pub const Marker = opaque {};

pub const Raised = extern struct {
    _0: u64 align(16),
};

pub extern fn meters_add(a: Meters, b: Meters) Meters;

pub extern fn body_make(height: Meters) Body;

pub extern fn marker(marker_: ?*const Marker) void;

pub const raised = if (@import("builtin").zig_version.major > 0 or @import("builtin").zig_version.minor >= 17) struct {
    extern fn raised(one: Raised) Raised;
}.raised else struct {
    fn raised(_: anytype) noreturn {
        @compileError("this version of Zig passes the struct otherwise than C: pass a pointer");
    }
}.raised;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Body) != 16 or @alignOf(Body) != 8)
            @compileError("size or alignment of Body differs from the library's");
        if (@offsetOf(Body, "height") != 0)
            @compileError("offset of Body.height differs from the library's");
        if (@offsetOf(Body, "handle") != 8)
            @compileError("offset of Body.handle differs from the library's");
        if (@sizeOf(Raised) != 16 or @alignOf(Raised) != 16)
            @compileError("size or alignment of Raised differs from the library's");
        if (@offsetOf(Raised, "_0") != 0)
            @compileError("offset of Raised._0 differs from the library's");
    }
}
