mod meter;
mod units;

use meter::Meter;
use units::{Amp, Volt};

fn main() {
    let mut meter = Meter::new();
    for (volt, amp) in [(5.0, 0.02), (4.99, 0.021), (5.02, 0.0)] {
        match meter.measure(Volt::new(volt), Amp::new(amp)) {
            Some(reading) => println!("ch {}: {:.1} ohm", reading.channel(), reading.ohm()),
            None => println!("open circuit"),
        }
    }
    println!("mean {:.1}", meter.mean());
}
