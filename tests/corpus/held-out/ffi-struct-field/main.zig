const std = @import("std");
const Person = extern struct { age: u32, name: [*]const u8, len: usize, cap: usize };
extern fn person_init(p: *Person, age: u32) void;

pub fn main() void {
    var p: Person = undefined;
    person_init(&p, 3);
    std.debug.print("{d}\n", .{p.age});
}
