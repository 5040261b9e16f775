const std = @import("std");

extern fn version_cmp(a: [*]const u8, an: usize, b: [*]const u8, bn: usize) i32;
extern fn version_compatible(a: [*]const u8, an: usize, b: [*]const u8, bn: usize) bool;

pub fn order(a: []const u8, b: []const u8) std.math.Order {
    return switch (version_cmp(a.ptr, a.len, b.ptr, b.len)) {
        0 => .eq,
        1 => .gt,
        else => .lt,
    };
}

pub fn compatible(have: []const u8, want: []const u8) bool {
    return version_compatible(have.ptr, have.len, want.ptr, want.len);
}
