//! Dead reckoning between two fixes.

use std::sync::Mutex;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Fix {
    pub lat: f64,
    pub lon: f64,
    pub age_ms: u32,
}

static STATE: Mutex<Fix> = Mutex::new(Fix { lat: 48.137, lon: 11.575, age_ms: 0 });

#[no_mangle]
pub extern "C" fn nav_update(speed_kmh: f32, dt_ms: u32) {
    let Ok(mut fix) = STATE.lock() else { return };
    let metres = f64::from(speed_kmh) / 3.6 * f64::from(dt_ms) / 1000.0;
    fix.lat += metres / 111_320.0;
    fix.age_ms = fix.age_ms.saturating_add(dt_ms);
}

#[no_mangle]
pub extern "C" fn nav_fix() -> Fix {
    *STATE.lock().unwrap_or_else(|e| e.into_inner())
}
