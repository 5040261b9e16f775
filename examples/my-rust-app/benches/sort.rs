//! Each algorithm against `sort_unstable`: the fastest of several passes over the same random data.

use std::hint::black_box;
use std::time::{Duration, Instant};

use my_rust_app::{SortAlgorithm, ZigSorter};

const PASSES: usize = 31;

fn main() {
    // `cargo test --benches` wants to know that it runs, not how fast.
    let lengths: &[usize] = if cfg!(debug_assertions) { &[1000] } else { &[16, 1_000, 100_000, 1_000_000] };
    println!("nanoseconds an element, and how many times the speed of sort_unstable");
    for &len in lengths {
        let integers: Vec<i32> = random(len).map(|x| x as i32).collect();
        let floats: Vec<f64> = random(len).map(|x| x as i64 as f64).collect();
        let base = fastest(&integers, |data| data.sort_unstable());
        line("i32", "sort_unstable", len, base, base);
        for algorithm in SortAlgorithm::ALL {
            let sorter = ZigSorter::new(algorithm).expect("memory for a sorter");
            let time = fastest(&integers, |data| sorter.sort_i32(data).expect("memory to sort in"));
            line("i32", &format!("{algorithm:?}"), len, time, base);
        }
        let base = fastest(&floats, |data| data.sort_unstable_by(f64::total_cmp));
        line("f64", "sort_unstable", len, base, base);
        for algorithm in SortAlgorithm::ALL {
            let sorter = ZigSorter::new(algorithm).expect("memory for a sorter");
            let time = fastest(&floats, |data| sorter.sort_f64(data).expect("memory to sort in"));
            line("f64", &format!("{algorithm:?}"), len, time, base);
        }
    }
}

fn random(len: usize) -> impl Iterator<Item = u64> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    })
    .take(len)
}

/// The fastest pass. Short data are sorted many times in one pass, each time from the same copy.
fn fastest<T: Copy>(data: &[T], mut sort: impl FnMut(&mut [T])) -> Duration {
    let times = (100_000 / data.len()).max(1);
    let pass = || {
        let mut copies: Vec<Vec<T>> = vec![data.to_vec(); times];
        let start = Instant::now();
        for copy in &mut copies {
            sort(black_box(copy));
        }
        start.elapsed() / u32::try_from(times).unwrap_or(u32::MAX)
    };
    std::iter::repeat_with(pass).take(PASSES).min().unwrap_or_default()
}

fn line(kind: &str, name: &str, len: usize, time: Duration, base: Duration) {
    let each = time.as_secs_f64() * 1e9 / len as f64;
    let times = base.as_secs_f64() / time.as_secs_f64();
    println!("{kind} {name:<14} {len:>8} {each:>8.2} ns {times:>6.2}x");
}
