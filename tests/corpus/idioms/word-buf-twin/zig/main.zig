const std = @import("std");
const Words = extern struct { ptr: [*]u32, len: usize };
extern fn words_make(n: u32) Words;
extern fn words_free(w: Words) void;
pub fn main() void {
    const w = words_make(100);
    defer words_free(w);
    std.debug.print("{d}\n", .{w.ptr[0..w.len].len});
}
