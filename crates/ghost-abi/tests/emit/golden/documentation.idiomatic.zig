//! Wrappers for `documentation`, written by Ghost. Edits are lost.

pub const raw = @import("documentation.zig");

pub const Config = raw.Config;

/// Runs it.
///    Tab, bell \u{7}, right-to-left \u{202e}, line separator
/// behind it.
///
///     indented code
pub fn run(config: *const raw.Config, name: [:0]const u8) ?*const raw.Config {
    return raw.run(config, name.ptr);
}
