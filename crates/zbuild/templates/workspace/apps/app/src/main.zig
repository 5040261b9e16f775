//! A Zig program that calls a Rust crate of the same workspace.

const std = @import("std");
const greeting = @import("greeting");
const options = @import("build_options");

pub fn main() !void {
    var buffer: [64]u8 = undefined;
    if (options.features.verbose) std.debug.print("app {s}\n", .{options.version});
    std.debug.print("{s}\n", .{try greet("Zig", &buffer)});
}

/// Asks Rust to greet `name`; the text is in `buffer`.
fn greet(name: []const u8, buffer: []u8) error{TooLong}![]const u8 {
    const len = greeting.greet(name.ptr, name.len, buffer.ptr, buffer.len);
    return if (len == 0) error.TooLong else buffer[0..len];
}

test "Rust greets" {
    var buffer: [64]u8 = undefined;
    try std.testing.expectEqualStrings("Hello, Zig, from Rust!", try greet("Zig", &buffer));
}
