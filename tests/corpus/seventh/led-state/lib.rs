#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
    Off,
    Solid,
    Blink,
    Breathe,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct LedState {
    pub pattern: Pattern,
    pub period_ms: u32,
}

pub struct Led {
    load: u32,
}

impl Led {
    fn state(&self) -> LedState {
        let (pattern, period_ms) = match self.load {
            0 => (Pattern::Off, 0),
            1..=40 => (Pattern::Breathe, 2000),
            41..=90 => (Pattern::Solid, 0),
            _ => (Pattern::Blink, 250),
        };
        LedState { pattern, period_ms }
    }
}

#[no_mangle]
pub extern "C" fn led_new() -> *mut Led {
    Box::into_raw(Box::new(Led { load: 0 }))
}

#[no_mangle]
pub unsafe extern "C" fn led_load(led: *mut Led, percent: u32) {
    if let Some(led) = led.as_mut() {
        led.load = percent;
    }
}

#[no_mangle]
pub unsafe extern "C" fn led_state(led: *const Led, out: *mut LedState) -> bool {
    match (led.as_ref(), out.is_null()) {
        (Some(led), false) => {
            out.write(led.state());
            true
        }
        _ => false,
    }
}

#[no_mangle]
pub unsafe extern "C" fn led_free(led: *mut Led) {
    if !led.is_null() {
        drop(Box::from_raw(led));
    }
}
