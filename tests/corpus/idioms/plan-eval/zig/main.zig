const std = @import("std");
extern fn plan_eval(code: [*]const i64, len: usize) i64;
pub fn main() void {
    const code = [_]i64{ 1, 0, -2 };
    std.debug.print("{d}\n", .{plan_eval(&code, code.len)});
}
