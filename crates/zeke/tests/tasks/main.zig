const std = @import("std");

const Stack = opaque {};
extern fn stack_new(limit: u32) ?*Stack;
extern fn stack_free(s: ?*Stack) void;
extern fn stack_push(s: ?*Stack, value: i32) bool;
extern fn sum(values: [*]const i32, len: usize) i64;
extern fn add_one(value: i32) i32;

pub fn main() void {
    const stack = stack_new(8).?;
    defer stack_free(stack);
    const values = [_]i32{ 1, 2, 3 };
    var total: i64 = 0;
    for (values) |value| total += add_one(value);
    _ = stack_push(stack, 4);
    std.debug.print("{d} {d}\n", .{ sum(&values, values.len), total });
}
