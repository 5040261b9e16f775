mod index;

use index::{Index, Point};

fn main() {
    let Some(mut ix) = Index::new() else { std::process::exit(1) };
    let grid = (0..100u32).map(|i| Point { lat: (i / 10) as f32, lon: (i % 10) as f32, id: i });
    println!("{} points", ix.extend(grid));
    println!("{:?}", ix.nearest(4.4, 4.6));
    for p in ix.nearest_k(4.4, 4.6, 3) {
        println!("  {p:?}");
    }
}
