const std = @import("std");
const Text = extern struct { ptr: [*]const u8, len: usize };
extern fn describe(code: u16) Text;

pub fn main() void {
    const t = describe(4);
    std.debug.print("{s}\n", .{t.ptr[0..t.len]});
}
