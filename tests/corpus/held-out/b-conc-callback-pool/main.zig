const std = @import("std");
extern fn fan_out(n: usize, job: *const fn (?*anyopaque, usize) callconv(.c) void, ctx: ?*anyopaque) void;

var hits: usize = 0;

const Handler = struct {
    fn run(_: ?*anyopaque, i: usize) callconv(.c) void {
        hits += i;
    }
};

pub fn main() void {
    fan_out(4, &Handler.run, null);
    std.debug.print("{d}\n", .{hits});
}
