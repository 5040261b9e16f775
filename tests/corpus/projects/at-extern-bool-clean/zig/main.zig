const enable = @extern(*const fn (bool) callconv(.c) bool, .{ .name = "trace_enable" });
pub fn main() void {
    _ = enable(true);
}
