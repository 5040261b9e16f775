const std = @import("std");

extern fn audit_log(level: c_int, fmt: [*:0]const u8, ...) c_int;
extern fn audit_count() usize;

const warn: c_int = 4;

fn login(user: [*:0]const u8, tries: c_int) void {
    if (tries > 3) _ = audit_log(warn, "%s: %d failed logins", user, tries);
}

pub fn main() void {
    login("mallory", 7);
    login("alice", 1);
    std.debug.print("{d} lines\n", .{audit_count()});
}
