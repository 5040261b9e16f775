//! Interface of `macro_made`, written by Ghost. Edits are lost.

pub const rure = opaque {};

pub const rure_match = extern struct {
    start: usize,
    end: usize,
};

pub extern fn rure_compile(_: [*c]i8, _: usize) ?*rure;

pub extern fn rure_find(_: ?*rure, _: [*c]u8, _: usize, _: [*c]rure_match) bool;

pub extern fn rure_free(re: ?*rure, _: ?*anyopaque) void;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(rure_match) != 16 or @alignOf(rure_match) != 8)
            @compileError("size or alignment of rure_match differs from the library's");
        if (@offsetOf(rure_match, "start") != 0)
            @compileError("offset of rure_match.start differs from the library's");
        if (@offsetOf(rure_match, "end") != 8)
            @compileError("offset of rure_match.end differs from the library's");
    }
}
