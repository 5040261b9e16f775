const Window = extern struct { count: u16, total: u64, flag: u8 };
const Stats = extern struct { mean: f64, window: Window };
extern fn stats_read(out: *Stats) i32;
pub fn main() void {
    var s: Stats = undefined;
    _ = stats_read(&s);
}
