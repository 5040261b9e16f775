#[repr(C)]
pub struct Tick {
    pub time: u32,
    pub size: u32,
    pub price: f64,
}

#[repr(C)]
pub struct Bar {
    pub open: f64,
    pub high: f64,
    pub low: f64,
    pub close: f64,
    pub volume: u64,
    pub start: u32,
    pub ticks: u32,
}

impl Bar {
    fn begin(tick: &Tick, span: u32) -> Self {
        let start = tick.time.checked_div(span).unwrap_or(0).saturating_mul(span);
        let p = tick.price;
        Self { open: p, high: p, low: p, close: p, volume: u64::from(tick.size), start, ticks: 1 }
    }

    fn add(&mut self, tick: &Tick) {
        self.high = self.high.max(tick.price);
        self.low = self.low.min(tick.price);
        self.close = tick.price;
        self.volume = self.volume.saturating_add(u64::from(tick.size));
        self.ticks = self.ticks.saturating_add(1);
    }
}

pub fn build(ticks: &[Tick], span: u32, out: &mut [Bar]) -> usize {
    let mut slots = out.iter_mut();
    let mut current: Option<&mut Bar> = None;
    let mut made = 0usize;
    for tick in ticks {
        match current.as_mut() {
            Some(bar) if tick.time.saturating_sub(bar.start) < span => bar.add(tick),
            _ => {
                let Some(slot) = slots.next() else { break };
                *slot = Bar::begin(tick, span);
                current = Some(slot);
                made = made.saturating_add(1);
            }
        }
    }
    made
}
