//! Vector arithmetic by Zig.

use crate::zig_bindings::simd as zig;

/// Two vectors of different lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LengthMismatch {
    /// Length of the first.
    pub first: usize,
    /// Length of the second.
    pub second: usize,
}

impl std::fmt::Display for LengthMismatch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "one vector has {} numbers, the other {}", self.first, self.second)
    }
}

impl std::error::Error for LengthMismatch {}

fn same_length(first: usize, second: usize) -> Result<(), LengthMismatch> {
    if first == second { Ok(()) } else { Err(LengthMismatch { first, second }) }
}

/// The sum of products.
///
/// # Errors
/// The vectors differ in length.
pub fn dot(a: &[f32], b: &[f32]) -> Result<f32, LengthMismatch> {
    same_length(a.len(), b.len())?;
    // SAFETY: both pointers lead to `len` numbers.
    Ok(unsafe { zig::simd_dot(a.as_ptr(), b.as_ptr(), a.len()) })
}

/// Adds `factor * x` to `y`.
///
/// # Errors
/// The vectors differ in length.
pub fn axpy(factor: f32, x: &[f32], y: &mut [f32]) -> Result<(), LengthMismatch> {
    same_length(x.len(), y.len())?;
    // SAFETY: both pointers lead to `len` numbers, and a `&mut` overlaps nothing.
    unsafe { zig::simd_axpy(factor, x.as_ptr(), y.as_mut_ptr(), x.len()) };
    Ok(())
}

/// Smallest and largest number; `None` if there is none but NaN.
pub fn range(data: &[f32]) -> Option<(f32, f32)> {
    // SAFETY: the pointer leads to `len` numbers.
    let found = unsafe { zig::simd_range(data.as_ptr(), data.len()) };
    (found.nans < data.len()).then_some((found.min, found.max))
}
