mod feed;

use feed::{Feed, Tick};

fn main() {
    let Some(mut f) = Feed::new() else { std::process::exit(1) };
    let ticks: Vec<Tick> = (0..300u16)
        .map(|i| Tick { symbol: i % 7, stamp: u64::from(i) * 1000, price: 10_000 + u32::from(i), lots: i % 13 + 1 })
        .collect();
    let taken = f.push(&ticks);
    let value: u64 = f.by_ref().map(|t| u64::from({ t.price }) * u64::from({ t.lots })).sum();
    println!("{taken} taken, {} dropped, value {value}", f.dropped());
}
