extern fn log_line(format: [*:0]const u8, ...) c_int;
pub fn main() void {
    _ = log_line("x %d", @as(c_int, 3));
}
