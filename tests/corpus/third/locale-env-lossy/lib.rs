//! Which translation file the interface should load.
mod text;

use std::ffi::c_char;

#[repr(C)]
pub struct Locale {
    pub language: [u8; 4],
    pub region: [u8; 4],
    pub utf8: bool,
}

fn put(into: &mut [u8; 4], from: &str) {
    for (to, byte) in into.iter_mut().take(3).zip(from.bytes()) {
        *to = byte;
    }
}

/// Splits `de_AT.UTF-8`; false when there is nothing to split.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn locale_parse(env: *const c_char, out: *mut Locale) -> bool {
    let Some(out) = (unsafe { out.as_mut() }) else { return false };
    let Some(env) = (unsafe { text::of(env) }) else { return false };
    let (name, charset) = env.split_once('.').unwrap_or((&env, ""));
    let (language, region) = name.split_once('_').unwrap_or((name, ""));
    *out = Locale { language: [0; 4], region: [0; 4], utf8: charset.eq_ignore_ascii_case("utf-8") };
    put(&mut out.language, language);
    put(&mut out.region, region);
    !language.is_empty()
}
