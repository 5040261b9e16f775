const std = @import("std");

const Wizard = opaque {};
const Plan = opaque {};

extern fn wizard_new(table: [*:0]const u8) ?*Wizard;
extern fn wizard_equal(w: ?*Wizard, column: [*:0]const u8, value: i64) bool;
extern fn wizard_message(w: ?*const Wizard) [*:0]const u8;
extern fn wizard_finish(w: ?*Wizard) ?*Plan;
extern fn wizard_free(w: ?*Wizard) void;
extern fn wplan_cost(p: ?*const Plan) u64;
extern fn wplan_free(p: ?*Plan) void;

pub const Condition = struct { column: [:0]const u8, value: i64 };

pub fn run(table: [:0]const u8, conditions: []const Condition) error{ BadTable, BadColumn, NoPlan }!u64 {
    const w = wizard_new(table.ptr) orelse return error.BadTable;
    defer wizard_free(w);
    for (conditions) |c| {
        if (!wizard_equal(w, c.column.ptr, c.value)) {
            std.log.err("{s}: {s}", .{ c.column, wizard_message(w) });
            return error.BadColumn;
        }
    }
    const plan = wizard_finish(w) orelse {
        std.log.err("{s}: {s}", .{ table, wizard_message(w) });
        return error.NoPlan;
    };
    defer wplan_free(plan);
    return wplan_cost(plan);
}
