//! Every size around the width of a register, best kernel against scalar.

use super::*;

/// Numbers that add and multiply exactly in `f32`, so that every order of operations agrees.
fn numbers(len: usize, seed: u32) -> Vec<f32> {
    (0..len)
        .map(|i| ((i as u32).wrapping_mul(2_654_435_761).wrapping_add(seed) >> 27) as f32 - 16.0)
        .collect()
}

#[test]
fn adds_vectors_of_every_length() {
    for len in 0..70 {
        let (a, b) = (numbers(len, 1), numbers(len, 2));
        let mut result = vec![f32::NAN; len];
        // SAFETY: three vectors of `len` numbers.
        assert!(unsafe { math_vector_add(a.as_ptr(), b.as_ptr(), result.as_mut_ptr(), len) });
        let expected: Vec<f32> = a.iter().zip(&b).map(|(a, b)| a + b).collect();
        assert_eq!(result, expected);
    }
}

#[test]
fn multiplies_matrices_of_every_shape() {
    for rows in [0, 1, 2, 7, 8, 9, 63, 64, 65, 80] {
        for cols in [0, 1, 3, 16] {
            let (a, b) = (numbers(rows * cols, 3), numbers(rows * cols, 4));
            let mut expected = vec![f32::NAN; rows * rows];
            Kernels::scalar().matrix_multiply(&a, &b, &mut expected, rows, cols);
            let mut result = vec![f32::NAN; rows * rows];
            // SAFETY: sizes as promised.
            assert!(unsafe { math_matrix_multiply(a.as_ptr(), b.as_ptr(), result.as_mut_ptr(), rows, cols) });
            assert_eq!(result, expected, "{rows} x {cols}");
        }
    }
}

#[test]
fn multiplies_a_known_product() {
    let a = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let b = [7.0, 8.0, 9.0, 10.0, 11.0, 12.0];
    let mut result = [0.0; 4];
    // SAFETY: 2 x 3 and 3 x 2 give 2 x 2.
    assert!(unsafe { math_matrix_multiply(a.as_ptr(), b.as_ptr(), result.as_mut_ptr(), 2, 3) });
    assert_eq!(result, [58.0, 64.0, 139.0, 154.0]);
}

#[test]
fn refuses_what_it_cannot_do() {
    let mut x = [1.0_f32, 2.0, 3.0, 4.0];
    let null = std::ptr::null::<f32>();
    let p = x.as_mut_ptr();
    // SAFETY: null and overlapping pointers are what is tested; all are within `x`.
    unsafe {
        assert!(!math_vector_add(null, p, p, 4));
        assert!(!math_vector_add(p, p, std::ptr::null_mut(), 4));
        assert!(!math_vector_add(p, p, p.add(1), 3));
        assert!(!math_vector_add(p, p, p, usize::MAX));
        assert!(!math_matrix_multiply(p, p, p, 2, 2));
        assert!(!math_matrix_multiply(p, p, null.cast_mut(), 1, 1));
        assert!(!math_matrix_multiply(p, p, p, usize::MAX, 2));
        assert!(math_vector_add(p, p, p, 4), "in place is allowed");
    }
    assert_eq!(x, [2.0, 4.0, 6.0, 8.0]);
}

#[test]
fn says_what_it_uses() {
    #[cfg(target_arch = "x86_64")]
    let detected = std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma");
    #[cfg(not(target_arch = "x86_64"))]
    let detected = cfg!(target_arch = "aarch64");
    let simd = cfg!(feature = "simd") && detected;
    assert_eq!(math_level() != MathLevel::Scalar, simd);
}
