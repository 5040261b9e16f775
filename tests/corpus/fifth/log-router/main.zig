const std = @import("std");

const Severity = enum(c_int) { trace, debug, info, warn, err };

extern fn log_record(sev: Severity, text: [*]const u8, len: usize) bool;
extern fn log_bytes() u64;
extern fn log_total() u64;

fn Logger(comptime scope: []const u8) type {
    return struct {
        fn log(sev: Severity, comptime fmt: []const u8, args: anytype) void {
            var buf: [160]u8 = undefined;
            const line = std.fmt.bufPrint(&buf, "[" ++ scope ++ "] " ++ fmt, args) catch return;
            if (!log_record(sev, line.ptr, line.len)) return;
            std.debug.print("{s}\n", .{line});
        }
    };
}

const disk = Logger("disk");
const net = Logger("net");

pub fn main() void {
    disk.log(.info, "mounted {s}", .{"/var"});
    disk.log(.debug, "{d} blocks", .{4096});
    net.log(.warn, "retry {d}", .{3});
    net.log(.err, "gave up", .{});
    std.debug.print("{d} records, {d} bytes\n", .{ log_total(), log_bytes() });
}
