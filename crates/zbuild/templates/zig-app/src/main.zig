//! A Zig program that calls a Rust crate. `greeting` is the module that zbuild makes of the crate.

const std = @import("std");
const greeting = @import("greeting");

pub fn main() !void {
    var buffer: [64]u8 = undefined;
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
    try std.testing.expectError(error.TooLong, greet("Zig", buffer[0..3]));
}
