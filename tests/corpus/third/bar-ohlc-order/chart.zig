pub const Tick = extern struct { time: u32, size: u32, price: f64 };

pub const Bar = extern struct {
    open: f64,
    high: f64,
    low: f64,
    close: f64,
    volume: u64,
    start: u32,
    ticks: u32,

    pub fn range(bar: Bar) f64 {
        return bar.high - bar.low;
    }
};

pub extern fn bars_build(ticks: [*]const Tick, count: usize, span: u32, out: [*]Bar, room: usize) usize;
