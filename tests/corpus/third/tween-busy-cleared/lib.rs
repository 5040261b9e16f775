//! Animations of the widget library.
mod ease;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub struct Tween {
    from: f32,
    to: f32,
    curve: u8,
    running: bool,
    value: f32,
}

#[unsafe(no_mangle)]
pub extern "C" fn tween_new(from: f32, to: f32, curve: u8) -> *mut Tween {
    Box::into_raw(Box::new(Tween { from, to, curve, running: false, value: from }))
}

impl Tween {
    fn step(&mut self, t: f32) {
        let eased = ease::apply(self.curve, t);
        self.value = self.from + (self.to - self.from) * eased;
    }
}

/// Moves the animation to `t` in 0..=1. False while another step is under way, or when it failed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tween_step(tween: *mut Tween, t: f32) -> bool {
    let Some(tween) = (unsafe { tween.as_mut() }) else { return false };
    if tween.running {
        return false;
    }
    tween.running = true;
    let stepped = catch_unwind(AssertUnwindSafe(|| {
        tween.step(t.clamp(0.0, 1.0));
    }));
    tween.running = false;
    stepped.is_ok()
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn tween_set_curve(tween: *mut Tween, curve: u8) {
    if let Some(tween) = unsafe { tween.as_mut() } {
        tween.curve = curve;
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn tween_value(tween: *const Tween) -> f32 {
    unsafe { tween.as_ref() }.map_or(0.0, |t| t.value)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn tween_free(tween: *mut Tween) {
    if !tween.is_null() {
        drop(unsafe { Box::from_raw(tween) });
    }
}
