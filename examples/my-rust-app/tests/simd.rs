//! Vector arithmetic against the same in Rust.

use my_rust_app::simd::{LengthMismatch, axpy, dot, range};

/// Small whole numbers, whose sums and products are exact: any order of addition gives the same.
fn numbers(len: usize, seed: u32) -> Vec<f32> {
    (0..len as u32).map(|n| ((n.wrapping_mul(2_654_435_761) ^ seed) % 17) as f32 - 8.0).collect()
}

#[test]
fn every_length_up_to_some() {
    for len in 0..200 {
        let (a, b) = (numbers(len, 1), numbers(len, 2));
        let expected: f32 = a.iter().zip(&b).map(|(a, b)| a * b).sum();
        assert_eq!(dot(&a, &b), Ok(expected), "{len}");

        let mut y = b.clone();
        axpy(3.0, &a, &mut y).unwrap();
        let expected: Vec<f32> = a.iter().zip(&b).map(|(a, b)| b + 3.0 * a).collect();
        assert_eq!(y, expected, "{len}");

        let expected = a.iter().copied().reduce(f32::min).zip(a.iter().copied().reduce(f32::max));
        assert_eq!(range(&a), expected, "{len}");
    }
}

#[test]
fn nans_are_no_numbers() {
    assert_eq!(range(&[f32::NAN; 40]), None);
    let mut data = numbers(40, 3);
    data[5] = f32::NAN;
    data[39] = f32::NAN;
    data[20] = -100.0;
    assert_eq!(range(&data).map(|r| r.0), Some(-100.0));
    assert_eq!(range(&[f32::INFINITY; 3]), Some((f32::INFINITY, f32::INFINITY)));
}

#[test]
fn lengths_must_agree() {
    assert_eq!(dot(&[1.0], &[]), Err(LengthMismatch { first: 1, second: 0 }));
    assert!(axpy(1.0, &[1.0], &mut [1.0, 2.0]).is_err());
}
