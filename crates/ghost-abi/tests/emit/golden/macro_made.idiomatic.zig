//! Wrappers for `macro_made`, written by Ghost. Edits are lost.

pub const raw = @import("macro_made.zig");

pub const rure = raw.rure;

pub const rure_match = raw.rure_match;

pub fn rureCompile(arg0: [*c]i8, arg1: usize) ?*raw.rure {
    return raw.rure_compile(arg0, arg1);
}

pub fn rureFind(arg0: ?*raw.rure, arg1: [*c]u8, arg2: usize, arg3: [*c]raw.rure_match) bool {
    return raw.rure_find(arg0, arg1, arg2, arg3);
}

pub fn rureFree(re: ?*raw.rure, arg1: ?*anyopaque) void {
    return raw.rure_free(re, arg1);
}
