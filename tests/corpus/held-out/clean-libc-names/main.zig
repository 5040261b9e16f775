const std = @import("std");
extern fn app_open(flags: u32) i32;
extern "c" fn getpid() c_int;
extern "c" fn strlen(s: [*:0]const u8) usize;
extern fn puts(s: [*:0]const u8) c_int;

fn close(v: i32) void {
    _ = v;
}

pub fn main() void {
    close(app_open(1));
    _ = puts("done");
    std.debug.print("{d} {d}\n", .{ getpid(), strlen("abc") });
}
