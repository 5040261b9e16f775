const std = @import("std");
const Eval = opaque {};
extern fn eval_new(limit: u32) ?*Eval;
extern fn eval_run(e: ?*Eval, input: u32, out: *u32) i32;
extern fn eval_free(e: ?*Eval) void;

pub fn main() void {
    const e = eval_new(4);
    defer eval_free(e);
    var v: u32 = 0;
    std.debug.print("{d}\n", .{eval_run(e, 9, &v)});
}
