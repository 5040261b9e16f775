const std = @import("std");

const Payload = extern union { int: i64, real: f64, flag: u8 };
const Tag = enum(u32) { int = 0, real = 1, flag = 2, _ };
const Value = extern struct {
    tag: Tag,
    payload: Payload,

    fn int(n: i64) Value {
        return .{ .tag = .int, .payload = .{ .int = n } };
    }

    fn real(x: f64) Value {
        return .{ .tag = .real, .payload = .{ .real = x } };
    }

    fn flag(b: bool) Value {
        return .{ .tag = .flag, .payload = .{ .flag = @intFromBool(b) } };
    }
};

extern fn value_truth(v: Value, out: *bool) i32;
extern fn value_negate(v: Value) Value;

pub fn main() void {
    for ([_]Value{ .int(4), .real(0.0), .flag(false) }) |v| {
        var before = false;
        var after = false;
        if (value_truth(v, &before) != 0) continue;
        if (value_truth(value_negate(v), &after) != 0) continue;
        std.debug.print("{} {}\n", .{ before, after });
    }
}
