//! Interface of `documentation`, written by Ghost. Edits are lost.

/// Ends the comment: */ int hidden; /* and begins another.
///
/// # Example
///
/// ```
/// let x = 1;
/// ```
pub const Config = extern struct {
    /// Trigraph ??/ and backslash \
    path: [*c]const u8,
    /// no space in front
    depth: u32,
};

/// Runs it.
///    Tab, bell \u{7}, right-to-left \u{202e}, line separator
/// behind it.
///
///     indented code
pub extern fn run(config: *const Config, name: [*:0]const u8) ?*const Config;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Config) != 16 or @alignOf(Config) != 8)
            @compileError("size or alignment of Config differs from the library's");
        if (@offsetOf(Config, "path") != 0)
            @compileError("offset of Config.path differs from the library's");
        if (@offsetOf(Config, "depth") != 8)
            @compileError("offset of Config.depth differs from the library's");
    }
}
