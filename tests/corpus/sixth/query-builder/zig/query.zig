const std = @import("std");

const Builder = opaque {};
const Plan = opaque {};

extern fn query_begin(table: [*:0]const u8) ?*Builder;
extern fn query_where_eq(b: ?*Builder, column: [*:0]const u8, value: i64) bool;
extern fn query_limit(b: ?*Builder, limit: u32) void;
extern fn query_message(b: ?*const Builder) [*:0]const u8;
extern fn query_finish(b: ?*Builder) ?*Plan;
extern fn query_abandon(b: ?*Builder) void;
extern fn plan_cost(p: ?*const Plan) u64;
extern fn plan_free(p: ?*Plan) void;

pub const Error = error{ BadTable, BadColumn, NoPlan };

pub const Condition = struct { column: [:0]const u8, value: i64 };

pub fn run(table: [:0]const u8, conditions: []const Condition, limit: ?u32) Error!u64 {
    const b = query_begin(table.ptr) orelse return error.BadTable;
    for (conditions) |c| {
        if (!query_where_eq(b, c.column.ptr, c.value)) {
            std.log.err("{s}", .{query_message(b)});
            query_abandon(b);
            return error.BadColumn;
        }
    }
    if (limit) |n| query_limit(b, n);
    const plan = query_finish(b) orelse {
        std.log.err("{s}: {s}", .{ table, query_message(b) });
        return error.NoPlan;
    };
    defer plan_free(plan);
    return plan_cost(plan);
}
