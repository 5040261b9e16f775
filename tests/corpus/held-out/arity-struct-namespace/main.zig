const std = @import("std");

pub const hist = struct {
    pub extern fn hist_record(bucket: u32, weight: f64) u32;
};

pub fn main() void {
    std.debug.print("{d}\n", .{hist.hist_record(3, 0.5)});
}
