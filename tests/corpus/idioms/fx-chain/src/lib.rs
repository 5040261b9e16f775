use std::cell::Cell;
pub struct Fx { gain: Cell<f32>, table: Vec<f32> }
#[unsafe(no_mangle)]
pub extern "C" fn fx_new() -> *mut Fx { Box::into_raw(Box::new(Fx { gain: Cell::new(1.0), table: vec![0.5, 1.0] })) }
/// # Safety
/// From `fx_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fx_free(fx: *mut Fx) { if !fx.is_null() { drop(unsafe { Box::from_raw(fx) }) } }
/// # Safety
/// From `fx_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn fx_apply(fx: *const Fx, slot: usize, x: f32) -> f32 {
    let Some(fx) = (unsafe { fx.as_ref() }) else { return x };
    fx.gain.set(x);
    x * fx.table[slot]
}
