const std = @import("std");
const gpa = std.heap.c_allocator;
const Rule = struct { name: []const u8, limit: f64 };
const Alerts = struct {
    rules: std.ArrayList(Rule) = .empty,
    fn add(self: *Alerts, rule: Rule) !void {
        try self.rules.append(gpa, rule);
    }
};
export fn alerts_new() ?*Alerts {
    const a = gpa.create(Alerts) catch return null;
    a.* = .{};
    return a;
}
export fn alerts_add(a: *Alerts, name: [*]const u8, len: usize, limit: f64) bool {
    const copy = gpa.dupe(u8, name[0..len]) catch return false;
    a.add(.{ .name = copy, .limit = limit }) catch {
        gpa.free(copy);
        return false;
    };
    return true;
}
export fn alerts_over(a: *const Alerts, value: f64, out: *[*]const u8, len: *usize) bool {
    for (a.rules.items) |r| if (value > r.limit) {
        out.* = r.name.ptr;
        len.* = r.name.len;
        return true;
    };
    return false;
}
export fn alerts_free(a: ?*Alerts) void {
    const it = a orelse return;
    for (it.rules.items) |r| gpa.free(r.name);
    it.rules.deinit(gpa);
    gpa.destroy(it);
}
