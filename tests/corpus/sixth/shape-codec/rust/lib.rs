//! Areas of shapes that a Zig editor holds.

mod shape;

use shape::RawShape;

/// Sums the areas; shapes of an unknown tag are counted in `unknown`.
///
/// # Safety
/// `shapes` points to `len` shapes whose bodies are of their tag's kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn shapes_area(shapes: *const RawShape, len: usize, unknown: Option<&mut u32>) -> f64 {
    if shapes.is_null() {
        return 0.0;
    }
    let all = unsafe { std::slice::from_raw_parts(shapes, len) };
    let mut skipped = 0u32;
    let mut sum = 0.0;
    for raw in all {
        match unsafe { raw.check() } {
            Some(shape) => sum += f64::from(shape.area()),
            None => skipped = skipped.saturating_add(1),
        }
    }
    if let Some(unknown) = unknown {
        *unknown = skipped;
    }
    sum
}
