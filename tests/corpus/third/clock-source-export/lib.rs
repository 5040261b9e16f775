//! Replays sensor logs in simulated time.
mod clock {
    unsafe extern "C" {
        fn clock_now() -> u64;
        fn clock_set_rate(rate: u32) -> bool;
        fn clock_reset();
    }

    pub fn now() -> u64 {
        unsafe { clock_now() }
    }

    pub fn restart(rate: u32) -> bool {
        unsafe {
            clock_reset();
            clock_set_rate(rate)
        }
    }
}

struct Replay {
    events: u32,
    gap: u64,
}

impl Replay {
    fn run(&self) -> u64 {
        let start = clock::now();
        let mut due = start;
        for _ in 0..self.events {
            due = due.saturating_add(self.gap);
            while clock::now() < due {
                std::hint::spin_loop();
            }
        }
        due.saturating_sub(start)
    }
}

/// Simulated length of a replay, 0 when the rate is refused.
#[unsafe(no_mangle)]
pub extern "C" fn replay(events: u32, gap: u32, rate: u32) -> u64 {
    if !clock::restart(rate) {
        return 0;
    }
    Replay { events: events.min(1000), gap: u64::from(gap) }.run()
}
