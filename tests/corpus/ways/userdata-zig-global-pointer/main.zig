const std = @import("std");

extern fn split_parts(text: [*]const u8, len: usize, part: *const fn ([*]const u8, usize) callconv(.c) void) void;

const Counter = struct {
    longest: usize = 0,

    fn see(self: *Counter, len: usize) void {
        self.longest = @max(self.longest, len);
    }
};

var current: ?*Counter = null;

fn onPart(data: [*]const u8, len: usize) callconv(.c) void {
    _ = data;
    if (current) |counter| counter.see(len);
}

pub fn main() void {
    var counter: Counter = .{};
    current = &counter;
    defer current = null;
    const text = "a bcd ef";
    split_parts(text.ptr, text.len, onPart);
    std.debug.print("{d}\n", .{counter.longest});
}
