//! Parameters of the synthesiser, as a static table for the host.
mod curve;

use std::ffi::c_char;

#[repr(C)]
pub struct Param {
    name: *const c_char,
    min: f32,
    max: f32,
    curve: u8,
}

// SAFETY: the table is never written and points to literals.
unsafe impl Sync for Param {}

const fn param(name: *const c_char, min: f32, max: f32, curve: u8) -> Param {
    Param { name, min, max, curve }
}

static PARAMS: [Param; 3] = [
    param(c"cutoff".as_ptr(), 20.0, 18000.0, 1),
    param(c"resonance".as_ptr(), 0.0, 1.0, 0),
    param(c"drive".as_ptr(), 0.0, 24.0, 0),
];

/// Parameter number `n`, null behind the last.
#[no_mangle]
pub extern "C" fn synth_param(n: u32) -> *const Param {
    PARAMS.get(n as usize).map_or(std::ptr::null(), |p| p)
}

/// Value of a parameter for a knob position in 0..=1.
#[no_mangle]
pub extern "C" fn synth_knob(n: u32, position: f32) -> f32 {
    let Some(p) = PARAMS.get(n as usize) else { return 0.0 };
    p.min + (p.max - p.min) * curve::bend(p.curve, position.clamp(0.0, 1.0))
}
