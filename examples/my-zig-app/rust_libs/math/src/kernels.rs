//! The loops, once plain and once per instruction set.
//!
//! An instruction set is chosen when the program runs, so one library serves every machine of its
//! architecture. Multiplication works in tiles: a strip of a result row stays in registers while
//! the rows of `b` pass by.

/// An instruction set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Plain loops, which the compiler may vectorise with what every machine of the architecture has.
    Scalar,
    /// AVX2 and FMA.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// NEON.
    #[cfg(target_arch = "aarch64")]
    Neon,
}

/// The loops for an instruction set that this machine has.
#[derive(Debug, Clone, Copy)]
pub struct Kernels {
    level: Level,
}

impl Kernels {
    /// Plain loops, for any machine.
    #[must_use]
    pub fn scalar() -> Self {
        Self { level: Level::Scalar }
    }

    /// The fastest that this machine has and this build contains.
    #[must_use]
    pub fn best() -> Self {
        #[cfg(all(feature = "simd", target_arch = "x86_64"))]
        if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma") {
            return Self { level: Level::Avx2 };
        }
        #[cfg(all(feature = "simd", target_arch = "aarch64"))]
        if std::arch::is_aarch64_feature_detected!("neon") {
            return Self { level: Level::Neon };
        }
        Self::scalar()
    }

    /// Which one it is.
    #[must_use]
    pub fn level(self) -> Level {
        self.level
    }

    /// `result[i] = a[i] + b[i]`.
    ///
    /// # Safety
    /// Three regions of `len` numbers; each input is the result itself or apart from it.
    pub unsafe fn vector_add(self, a: *const f32, b: *const f32, result: *mut f32, len: usize) {
        let done = match self.level {
            Level::Scalar => 0,
            // SAFETY: the caller's promise; `best` saw the instructions.
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => unsafe { avx2::vector_add(a, b, result, len) },
            // SAFETY: likewise.
            #[cfg(target_arch = "aarch64")]
            Level::Neon => unsafe { neon::vector_add(a, b, result, len) },
        };
        for i in done..len {
            // SAFETY: within `len`.
            unsafe { result.add(i).write(a.add(i).read() + b.add(i).read()) };
        }
    }

    /// `result = a * b`, all row by row: `a` is `rows` x `cols`, `b` is `cols` x `rows`.
    ///
    /// # Panics
    /// When a slice is not of that size.
    pub fn matrix_multiply(self, a: &[f32], b: &[f32], result: &mut [f32], rows: usize, cols: usize) {
        assert_eq!((a.len(), b.len(), result.len()), (rows * cols, rows * cols, rows * rows));
        for row in 0..rows {
            let a_row = &a[row * cols..][..cols];
            let result_row = &mut result[row * rows..][..rows];
            let done = match self.level {
                Level::Scalar => 0,
                // SAFETY: `best` saw the instructions; sizes were checked above.
                #[cfg(target_arch = "x86_64")]
                Level::Avx2 => unsafe { avx2::row(a_row, b, result_row) },
                // SAFETY: likewise.
                #[cfg(target_arch = "aarch64")]
                Level::Neon => unsafe { neon::row(a_row, b, result_row) },
            };
            row_scalar(a_row, b, result_row, done);
        }
    }
}

/// One row of a product, from column `from` on: whole rows of `b` pass by in the order of memory.
fn row_scalar(a_row: &[f32], b: &[f32], result_row: &mut [f32], from: usize) {
    let stride = result_row.len();
    let rest = &mut result_row[from..];
    rest.fill(0.0);
    for (k, x) in a_row.iter().enumerate() {
        for (result, y) in rest.iter_mut().zip(&b[k * stride + from..][..stride - from]) {
            *result += x * y;
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        _mm256_add_ps, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_set1_ps, _mm256_setzero_ps, _mm256_storeu_ps,
    };

    const LANES: usize = 8;
    /// Registers of a tile: enough to hide the latency of a fused multiply-add.
    const REGISTERS: usize = 8;

    /// Adds as many whole registers as there are and returns how many numbers that was.
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn vector_add(a: *const f32, b: *const f32, result: *mut f32, len: usize) -> usize {
        let whole = len - len % LANES;
        for i in (0..whole).step_by(LANES) {
            // SAFETY: eight numbers from `i` on are within `len`.
            unsafe {
                let sum = _mm256_add_ps(_mm256_loadu_ps(a.add(i)), _mm256_loadu_ps(b.add(i)));
                _mm256_storeu_ps(result.add(i), sum);
            }
        }
        whole
    }

    /// One row of a product, as many whole registers as fit; returns how many columns that was.
    #[target_feature(enable = "avx2,fma")]
    pub(super) unsafe fn row(a_row: &[f32], b: &[f32], result_row: &mut [f32]) -> usize {
        let columns = result_row.len();
        let mut column = 0;
        while column + LANES * REGISTERS <= columns {
            // SAFETY: the tile ends within the row.
            unsafe { tile::<REGISTERS>(a_row, b, result_row, column) };
            column += LANES * REGISTERS;
        }
        while column + LANES <= columns {
            // SAFETY: likewise.
            unsafe { tile::<1>(a_row, b, result_row, column) };
            column += LANES;
        }
        column
    }

    /// `WIDTH` registers of a result row, from `column` on.
    #[target_feature(enable = "avx2,fma")]
    unsafe fn tile<const WIDTH: usize>(a_row: &[f32], b: &[f32], result_row: &mut [f32], column: usize) {
        let stride = result_row.len();
        let mut sums = [_mm256_setzero_ps(); WIDTH];
        for (k, x) in a_row.iter().enumerate() {
            let x = _mm256_set1_ps(*x);
            for (register, sum) in sums.iter_mut().enumerate() {
                // SAFETY: row `k` of `b` has `stride` numbers, and the tile ends within them.
                let y = unsafe { _mm256_loadu_ps(b.as_ptr().add(k * stride + column + register * LANES)) };
                *sum = _mm256_fmadd_ps(x, y, *sum);
            }
        }
        for (register, sum) in sums.iter().enumerate() {
            // SAFETY: the tile ends within the row.
            unsafe { _mm256_storeu_ps(result_row.as_mut_ptr().add(column + register * LANES), *sum) };
        }
    }
}

#[cfg(target_arch = "aarch64")]
mod neon {
    use std::arch::aarch64::{vaddq_f32, vdupq_n_f32, vfmaq_f32, vld1q_f32, vst1q_f32};

    const LANES: usize = 4;
    /// Registers of a tile: enough to hide the latency of a fused multiply-add.
    const REGISTERS: usize = 8;

    /// Adds as many whole registers as there are and returns how many numbers that was.
    #[target_feature(enable = "neon")]
    pub(super) unsafe fn vector_add(a: *const f32, b: *const f32, result: *mut f32, len: usize) -> usize {
        let whole = len - len % LANES;
        for i in (0..whole).step_by(LANES) {
            // SAFETY: four numbers from `i` on are within `len`.
            unsafe { vst1q_f32(result.add(i), vaddq_f32(vld1q_f32(a.add(i)), vld1q_f32(b.add(i)))) };
        }
        whole
    }

    /// One row of a product, as many whole registers as fit; returns how many columns that was.
    #[target_feature(enable = "neon")]
    pub(super) unsafe fn row(a_row: &[f32], b: &[f32], result_row: &mut [f32]) -> usize {
        let columns = result_row.len();
        let mut column = 0;
        while column + LANES * REGISTERS <= columns {
            // SAFETY: the tile ends within the row.
            unsafe { tile::<REGISTERS>(a_row, b, result_row, column) };
            column += LANES * REGISTERS;
        }
        while column + LANES <= columns {
            // SAFETY: likewise.
            unsafe { tile::<1>(a_row, b, result_row, column) };
            column += LANES;
        }
        column
    }

    /// `WIDTH` registers of a result row, from `column` on.
    #[target_feature(enable = "neon")]
    unsafe fn tile<const WIDTH: usize>(a_row: &[f32], b: &[f32], result_row: &mut [f32], column: usize) {
        let stride = result_row.len();
        let mut sums = [vdupq_n_f32(0.0); WIDTH];
        for (k, x) in a_row.iter().enumerate() {
            let x = vdupq_n_f32(*x);
            for (register, sum) in sums.iter_mut().enumerate() {
                // SAFETY: row `k` of `b` has `stride` numbers, and the tile ends within them.
                let y = unsafe { vld1q_f32(b.as_ptr().add(k * stride + column + register * LANES)) };
                *sum = vfmaq_f32(*sum, x, y);
            }
        }
        for (register, sum) in sums.iter().enumerate() {
            // SAFETY: the tile ends within the row.
            unsafe { vst1q_f32(result_row.as_mut_ptr().add(column + register * LANES), *sum) };
        }
    }
}
