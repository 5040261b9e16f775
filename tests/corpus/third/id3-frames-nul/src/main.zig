const std = @import("std");
const Tags = @import("tags.zig").Tags;

const sample = "ID3\x03\x00\x00\x00\x00\x00\x11TIT2\x00\x00\x00\x07\x00\x00\x00Sunset";

pub fn main() void {
    const tags = Tags.open(sample) orelse return;
    defer tags.close();
    std.debug.print("{s} / {s}\n", .{ tags.text("TIT2"), tags.text("TPE1") });
}
