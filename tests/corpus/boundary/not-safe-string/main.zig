const std = @import("std");
const RString = extern struct { cap: usize, ptr: [*]u8, len: usize };
extern fn title(id: u32) RString;
pub fn main() void {
    const t = title(2);
    std.debug.print("{s}\n", .{t.ptr[0..t.len]});
}
