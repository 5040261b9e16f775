const Query = opaque {};
const Plan = opaque {};
extern fn query_new() ?*Query;
extern fn query_plan(q: ?*Query) ?*Plan;
extern fn query_free(q: ?*Query) void;
extern fn plan_free(p: ?*Plan) void;

pub fn main() void {
    const q = query_new() orelse return;
    const p = query_plan(q);
    plan_free(p);
    query_free(q);
}
