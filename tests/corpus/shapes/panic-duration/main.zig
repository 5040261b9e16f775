extern fn timer_millis(seconds: f64) u64;
pub fn main() void {
    _ = timer_millis(-1.0);
}
