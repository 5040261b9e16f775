//! Sorts a few numbers with each algorithm.

use my_rust_app::{SortAlgorithm, ZigSorter, simd};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for algorithm in SortAlgorithm::ALL {
        let sorter = ZigSorter::new(algorithm)?;
        let mut integers = [5, -3, 9, 0, i32::MIN, 2];
        let mut floats = [2.5, -0.0, f64::INFINITY, 0.0, -1.5];
        sorter.sort_i32(&mut integers)?;
        sorter.sort_f64(&mut floats)?;
        println!("{algorithm:?}: {integers:?} {floats:?}");
    }
    let vector: Vec<f32> = (1..=20).map(|n| n as f32).collect();
    println!("dot: {}", simd::dot(&vector, &vector)?);
    println!("range: {:?}", simd::range(&vector));
    Ok(())
}
