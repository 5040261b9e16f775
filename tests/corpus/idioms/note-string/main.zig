const std = @import("std");
const Text = extern struct { ptr: [*]u8, len: usize, cap: usize };
extern fn note_text(n: u32) Text;
extern fn note_free(t: Text) void;
pub fn main() void {
    const t = note_text(4);
    defer note_free(t);
    std.debug.print("{s}\n", .{t.ptr[0..t.len]});
}
