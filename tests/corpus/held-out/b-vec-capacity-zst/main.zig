const std = @import("std");
extern fn words_of(text: [*]const u8, len: usize, count: *usize) ?[*]u32;
extern fn words_free(ptr: ?[*]u32, count: usize) void;

pub fn main() void {
    const t = "a bc def";
    var n: usize = 0;
    const w = words_of(t.ptr, t.len, &n);
    defer words_free(w, n);
    std.debug.print("{d}\n", .{n});
}
