const std = @import("std");

pub const Lookup = struct {
    job: *Job,

    const Job = opaque {};
    extern fn lookup_begin(name: [*]const u8, len: usize) ?*Job;
    extern fn lookup_poll(job: ?*Job, addr: *u32) c_int;
    extern fn lookup_end(job: ?*Job) void;

    pub fn begin(host: []const u8) ?Lookup {
        var buf: [253]u8 = undefined;
        if (host.len > buf.len) return null;
        const lower = std.ascii.lowerString(&buf, host);
        return .{ .job = lookup_begin(lower.ptr, lower.len) orelse return null };
    }

    pub fn wait(self: Lookup) error{NotFound}!u32 {
        var addr: u32 = 0;
        while (true) switch (lookup_poll(self.job, &addr)) {
            0 => std.atomic.spinLoopHint(),
            1 => return addr,
            else => return error.NotFound,
        };
    }

    pub fn end(self: Lookup) void {
        lookup_end(self.job);
    }
};

pub fn main() void {
    const l = Lookup.begin("Printer.LOCAL") orelse return;
    defer l.end();
    const a = l.wait() catch 0;
    std.debug.print("{x}\n", .{a});
}
