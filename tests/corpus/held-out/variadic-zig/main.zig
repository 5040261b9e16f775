extern fn log_line(level: c_int, fmt: [*:0]const u8, ...) c_int;

pub fn main() void {
    _ = log_line(1, "x = %d", @as(c_int, 3));
}
