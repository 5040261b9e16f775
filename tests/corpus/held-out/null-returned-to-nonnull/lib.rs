use std::sync::OnceLock;

pub struct Theme {
    accent: u32,
}

static THEME: OnceLock<Theme> = OnceLock::new();

#[no_mangle]
pub extern "C" fn theme_load(accent: u32) {
    let _ = THEME.set(Theme { accent });
}

#[no_mangle]
pub extern "C" fn theme_current() -> *const Theme {
    match THEME.get() {
        Some(t) => t,
        None => std::ptr::null(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn theme_accent(t: *const Theme) -> u32 {
    t.as_ref().map_or(0, |t| t.accent)
}
