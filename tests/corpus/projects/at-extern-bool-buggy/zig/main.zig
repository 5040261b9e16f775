const enable = @extern(*const fn (c_int) callconv(.c) c_int, .{ .name = "trace_enable" });
pub fn main() void {
    _ = enable(1);
}
