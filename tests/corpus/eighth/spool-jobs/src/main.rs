mod spool;

use spool::Spool;
use std::cell::Cell;
use std::rc::Rc;

fn main() {
    let printed = Rc::new(Cell::new(0));
    let mut spool = Spool::new(8);
    for page in 1..=3u32 {
        let printed = Rc::clone(&printed);
        let title = format!("page {page}");
        let queued = spool.push(move || {
            println!("{title}");
            printed.set(printed.get() + page);
        });
        println!("{}", if queued { "queued" } else { "full" });
    }
    println!("{} run", spool.run(2));
    drop(spool);
    println!("sum {}, {} owners left", printed.get(), Rc::strong_count(&printed));
}
