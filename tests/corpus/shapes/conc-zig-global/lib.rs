use std::thread;
extern "C" { fn metric_add(slot: u32, value: u64) -> u64; }
pub fn run() {
    let all: Vec<_> = (0..4).map(|n| thread::spawn(move || unsafe { metric_add(n % 2, 1) })).collect();
    for t in all { let _ = t.join(); }
}
