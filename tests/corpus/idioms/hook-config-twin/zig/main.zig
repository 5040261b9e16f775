const std = @import("std");
const Rule = extern struct { id: u32, limit: u32 };
const Options = extern struct { rules: [*]const Rule, count: usize };
const Gate = opaque {};
extern fn gate_new(options: ?*const Options) ?*Gate;
extern fn gate_check(g: ?*Gate, id: u32, n: u32) bool;
extern fn gate_free(g: ?*Gate) void;
fn build(limit: u32) ?*Gate {
    const rules = [_]Rule{ .{ .id = 1, .limit = limit }, .{ .id = 2, .limit = limit * 2 } };
    const options: Options = .{ .rules = &rules, .count = rules.len };
    return gate_new(&options);
}
pub fn main() void {
    const g = build(5);
    defer gate_free(g);
    std.debug.print("{}\n", .{gate_check(g, 1, 4)});
}
