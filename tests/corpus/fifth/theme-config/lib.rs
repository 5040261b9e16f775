use std::sync::atomic::{AtomicUsize, Ordering};

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Rgba {
    pub r: u8,
    pub g: u8,
    pub b: u8,
    pub a: u8,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Theme {
    pub name: &'static str,
    pub background: Rgba,
    pub text: Rgba,
    pub dark: bool,
}

const fn rgb(hex: u32) -> Rgba {
    Rgba { r: (hex >> 16) as u8, g: (hex >> 8) as u8, b: hex as u8, a: 255 }
}

macro_rules! themes {
    ($($name:literal => $bg:literal on $fg:literal, $dark:expr;)*) => {
        static THEMES: &[Theme] = &[$(
            Theme { name: $name, background: rgb($bg), text: rgb($fg), dark: $dark },
        )*];
    };
}

themes! {
    "paper" => 0xfdf6e3 on 0x333333, false;
    "ink" => 0x101418 on 0xd0d4d8, true;
    "forest" => 0x12241a on 0xc8e6c9, true;
}

static CURRENT: AtomicUsize = AtomicUsize::new(0);

#[no_mangle]
pub extern "C" fn theme_count() -> usize {
    THEMES.len()
}

#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn theme_current() -> *const Theme {
    THEMES
        .get(CURRENT.load(Ordering::Relaxed))
        .map_or(std::ptr::null(), |t| t as *const Theme)
}

#[no_mangle]
pub extern "C" fn theme_select(index: usize) -> bool {
    if index >= THEMES.len() {
        return false;
    }
    CURRENT.store(index, Ordering::Relaxed);
    true
}
