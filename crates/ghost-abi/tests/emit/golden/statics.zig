//! Interface of `statics`, written by Ghost. Edits are lost.

pub const Secret = opaque {};

pub const Version = extern struct {
    major: u32,
    minor: u32,
};

pub extern const VERSION: Version;

/// Counts calls.
pub extern var counter: u64;

pub extern const PRIMES: [5]u16;

pub extern const GREETING: *const Secret;

pub extern var hook: ?*const fn (value: i32) callconv(.c) i32;

pub extern const new: u8;

pub extern fn count() u64;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Version) != 8 or @alignOf(Version) != 4)
            @compileError("size or alignment of Version differs from the library's");
        if (@offsetOf(Version, "major") != 0)
            @compileError("offset of Version.major differs from the library's");
        if (@offsetOf(Version, "minor") != 4)
            @compileError("offset of Version.minor differs from the library's");
    }
}
