mod drive;

use drive::Drive;

#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Idle = 0,
    Manual = 1,
    Follow = 2,
    Dock = 3,
}

impl Mode {
    fn from_raw(raw: u8) -> Option<Mode> {
        [Mode::Idle, Mode::Manual, Mode::Follow, Mode::Dock]
            .into_iter()
            .find(|m| *m as u8 == raw)
    }
}

#[no_mangle]
pub extern "C" fn drive_new() -> *mut Drive {
    Box::into_raw(Box::new(Drive::new()))
}

/// # Safety
/// `d` comes from `drive_new`.
#[no_mangle]
pub unsafe extern "C" fn drive_set_mode(d: *mut Drive, mode: u8) -> bool {
    match (d.as_mut(), Mode::from_raw(mode)) {
        (Some(d), Some(mode)) => d.enter(mode),
        _ => false,
    }
}

/// # Safety
/// `d` comes from `drive_new`.
#[no_mangle]
pub unsafe extern "C" fn drive_speed(d: *const Drive) -> f32 {
    d.as_ref().map_or(0.0, Drive::speed)
}

/// # Safety
/// `d` comes from `drive_new` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn drive_free(d: *mut Drive) {
    if !d.is_null() {
        drop(Box::from_raw(d));
    }
}
