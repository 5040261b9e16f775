mod bus;

use bus::Bus;
use std::cell::Cell;
use std::rc::Rc;

fn main() {
    let Some(bus) = Bus::open() else {
        eprintln!("no bus");
        return;
    };
    let opened = Rc::new(Cell::new(0u32));
    {
        let seen = Rc::clone(&opened);
        let _count = bus.on_latch(move |latch, open| {
            seen.set(seen.get().saturating_add(u32::from(open)));
            println!("latch {latch}: {}", if open { "open" } else { "shut" });
        });
        bus.fire(4, true);
        bus.fire(4, false);
    }
    bus.fire(9, true);
    println!("{} opened while we looked", opened.get());
}
