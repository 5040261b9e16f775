mod spi;

use spi::{Bus, BusConfig, BusMode};

fn main() {
    let config = BusConfig { mode: BusMode::Mode3, lsb_first: false, chip_select: 1, clock_hz: 8_000_000 };
    match Bus::attach(config) {
        Ok(mut bus) => println!("id {:02x?}", bus.transfer(&[0x9f, 0, 0, 0])),
        Err(c) => println!("no bus for {c:?}"),
    }
}
