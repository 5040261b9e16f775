//! Vector instructions against plain loops: `cargo bench --features simd`.
//!
//! Both alternate in one run and the fastest of each counts, so that a busy machine slows both.

use std::hint::black_box;
use std::time::{Duration, Instant};

use math::Kernels;

const ROUNDS: usize = 30;

fn main() {
    let (scalar, best) = (Kernels::scalar(), Kernels::best());
    println!("{:?} against {:?}, fastest of {ROUNDS} rounds", best.level(), scalar.level());

    let len = 4096;
    let (a, b, mut result) = (vec![1.5_f32; len], vec![2.5_f32; len], vec![0.0_f32; len]);
    compare(&format!("add, {len} numbers"), |fast| {
        let kernels = if fast { best } else { scalar };
        for _ in 0..100 {
            // SAFETY: three vectors of `len` numbers.
            unsafe { kernels.vector_add(a.as_ptr(), b.as_ptr(), black_box(result.as_mut_ptr()), len) };
        }
    });

    for size in [64, 256] {
        let (a, b, mut result) =
            (vec![1.5_f32; size * size], vec![2.5_f32; size * size], vec![0.0_f32; size * size]);
        compare(&format!("multiply, {size} x {size}"), |fast| {
            let kernels = if fast { best } else { scalar };
            kernels.matrix_multiply(black_box(&a), black_box(&b), black_box(&mut result), size, size);
        });
    }
}

fn compare(what: &str, mut run: impl FnMut(bool)) {
    let mut fastest = [Duration::MAX; 2];
    for _ in 0..ROUNDS {
        for fast in [false, true] {
            let start = Instant::now();
            run(fast);
            let slot = &mut fastest[usize::from(fast)];
            *slot = (*slot).min(start.elapsed());
        }
    }
    let ratio = fastest[0].as_secs_f64() / fastest[1].as_secs_f64();
    println!(
        "{what:<22} scalar {:>10.2?}   simd {:>10.2?}   {ratio:.1} times as fast",
        fastest[0], fastest[1]
    );
}
