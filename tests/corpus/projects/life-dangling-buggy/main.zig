const std = @import("std");
const View = extern struct { ptr: [*]const u8, len: usize };
extern fn version_text(major: u32) View;
pub fn main() void { const v = version_text(1); std.debug.print("{s}\n", .{v.ptr[0..v.len]}); }
