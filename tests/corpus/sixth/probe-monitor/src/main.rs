mod probe;

use std::time::Duration;

fn main() {
    let Some(p) = probe::Probe::start() else {
        eprintln!("the probe did not start");
        std::process::exit(1);
    };
    for _ in 0..5 {
        std::thread::sleep(Duration::from_millis(10));
        let batch = p.drain();
        let worst = batch.iter().map(|s| s.rtt_us).max().unwrap_or(0);
        println!("{} samples, worst {worst} us, {} lost so far", batch.len(), p.lost());
    }
}
