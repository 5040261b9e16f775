const std = @import("std");
const Runtime = opaque {};
extern fn runtime_get() ?*const Runtime;
extern fn runtime_threads(r: ?*const Runtime) u32;

pub fn main() void {
    std.debug.print("{d}\n", .{runtime_threads(runtime_get())});
}
