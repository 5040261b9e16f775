const std = @import("std");

const Payload = extern union {
    number: f64,
    boolean: u8,
    @"error": u32,
};

pub const Value = extern struct {
    tag: Tag,
    reserved: u32 = 0,
    payload: Payload,

    const Tag = enum(u32) { empty = 0, number = 1, boolean = 2, @"error" = 3, _ };

    extern fn value_add(a: Value, b: Value) Value;
    extern fn value_is_error(v: ?*const Value) bool;

    pub fn num(n: f64) Value {
        return .{ .tag = .number, .payload = .{ .number = n } };
    }
    pub fn boolean(b: bool) Value {
        return .{ .tag = .boolean, .payload = .{ .boolean = @intFromBool(b) } };
    }
    pub fn plus(a: Value, b: Value) Value {
        return value_add(a, b);
    }
    pub fn failed(self: *const Value) bool {
        return value_is_error(self);
    }
};

pub fn main() void {
    const v = Value.num(1.5).plus(.boolean(true));
    if (v.failed()) return;
    switch (v.tag) {
        .number => std.debug.print("{d}\n", .{v.payload.number}),
        .empty, .boolean => std.debug.print("?\n", .{}),
        else => std.debug.print("error\n", .{}),
    }
}
