const std = @import("std");

pub const Fix = extern struct { lat: f64, lon: f64, satellites: u8, valid: bool };

extern fn nmea_decode(line: [*]const u8, len: usize) Fix;

/// Last valid fix of a log.
pub fn last(log: []const u8) ?Fix {
    var found: ?Fix = null;
    var lines = std.mem.tokenizeAny(u8, log, "\r\n");
    while (lines.next()) |line| {
        const fix = nmea_decode(line.ptr, line.len);
        if (fix.valid) found = fix;
    }
    return found;
}
