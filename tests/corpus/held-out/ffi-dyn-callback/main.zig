const std = @import("std");
extern fn run_task(task: *const fn (u32) callconv(.c) u32) u32;

fn double(x: u32) callconv(.c) u32 {
    return x *% 2;
}

pub fn main() void {
    std.debug.print("{d}\n", .{run_task(double)});
}
