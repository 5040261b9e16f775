mod monitor;

use monitor::Monitor;
use std::time::Duration;

fn main() {
    let Some(mut m) = Monitor::start() else {
        eprintln!("the monitor did not start");
        std::process::exit(1);
    };
    for _ in 0..10 {
        std::thread::sleep(Duration::from_millis(20));
        let batch = m.drain();
        let lost = batch.iter().filter(|s| s.lost).count();
        let worst = batch.iter().map(|s| s.rtt_us).max().unwrap_or(0);
        println!("{} samples, {lost} lost, worst {worst} us", batch.len());
    }
}
