//! Vectors and matrices of `f32` for callers that speak C.
//!
//! All memory is the caller's. A function returns false, and writes nothing, when a pointer is
//! null, a size overflows, or the result overlaps an input where that would spoil it.

mod kernels;

pub use kernels::{Kernels, Level};

/// The vector instructions in use.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MathLevel {
    /// Plain loops.
    Scalar = 0,
    /// AVX2 and FMA of `x86_64`: eight numbers at a time.
    Avx2 = 1,
    /// NEON of `aarch64`: four numbers at a time.
    Neon = 2,
}

/// Adds two vectors: `result[i] = a[i] + b[i]`. `result` may be `a` or `b` itself.
///
/// # Safety
/// Each pointer is null or points to `len` numbers; nobody else writes them meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn math_vector_add(a: *const f32, b: *const f32, result: *mut f32, len: usize) -> bool {
    if a.is_null() || b.is_null() || result.is_null() || len > LEN_MAX {
        return false;
    }
    if shifted(a, result, len) || shifted(b, result, len) {
        return false;
    }
    // SAFETY: three regions of `len` numbers, and the result is no shifted copy of an input.
    unsafe { Kernels::best().vector_add(a, b, result, len) };
    true
}

/// Multiplies two matrices stored row by row: `a` has `rows` rows of `cols` numbers, `b` has `cols`
/// rows of `rows` numbers, and `result` gets `rows` rows of `rows` numbers. `result` may not overlap
/// `a` or `b`.
///
/// # Safety
/// Each pointer is null or points to so many numbers; nobody else writes them meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn math_matrix_multiply(
    a: *const f32,
    b: *const f32,
    result: *mut f32,
    rows: usize,
    cols: usize,
) -> bool {
    let (Some(input), Some(output)) = (rows.checked_mul(cols), rows.checked_mul(rows)) else { return false };
    if a.is_null() || b.is_null() || result.is_null() || input.max(output) > LEN_MAX {
        return false;
    }
    if overlap(a, input, result, output) || overlap(b, input, result, output) {
        return false;
    }
    // SAFETY: checked above: sizes fit, and the result overlaps neither input.
    let (a, b, result) = unsafe {
        (
            std::slice::from_raw_parts(a, input),
            std::slice::from_raw_parts(b, input),
            std::slice::from_raw_parts_mut(result, output),
        )
    };
    Kernels::best().matrix_multiply(a, b, result, rows, cols);
    true
}

/// Which vector instructions the functions above use on this machine.
#[unsafe(no_mangle)]
pub extern "C" fn math_level() -> MathLevel {
    match Kernels::best().level() {
        Level::Scalar => MathLevel::Scalar,
        #[cfg(target_arch = "x86_64")]
        Level::Avx2 => MathLevel::Avx2,
        #[cfg(target_arch = "aarch64")]
        Level::Neon => MathLevel::Neon,
    }
}

/// Longest slice of `f32` that Rust allows.
const LEN_MAX: usize = isize::MAX as usize / size_of::<f32>();

/// Whether two regions share a byte.
fn overlap(a: *const f32, a_len: usize, b: *const f32, b_len: usize) -> bool {
    let (a, b) = (a.addr(), b.addr());
    a < b.saturating_add(b_len * size_of::<f32>()) && b < a.saturating_add(a_len * size_of::<f32>())
}

/// Whether two regions overlap without being the same one.
fn shifted(a: *const f32, b: *const f32, len: usize) -> bool {
    a != b && overlap(a, len, b, len)
}

#[cfg(test)]
mod tests;
