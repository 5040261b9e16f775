use std::ffi::c_char;

#[repr(u32)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Script {
    Latin = 0,
    Greek = 1,
    Cyrillic = 2,
    Han = 3,
    Arabic = 4,
}

struct Fallback {
    first: u32,
    last: u32,
    script: Script,
    family: &'static str,
}

static FALLBACKS: &[Fallback] = &[
    Fallback { first: 0x0000, last: 0x024f, script: Script::Latin, family: "Noto Sans" },
    Fallback { first: 0x0370, last: 0x03ff, script: Script::Greek, family: "Noto Sans" },
    Fallback { first: 0x0400, last: 0x04ff, script: Script::Cyrillic, family: "PT Sans" },
    Fallback { first: 0x0600, last: 0x06ff, script: Script::Arabic, family: "Noto Naskh Arabic" },
    Fallback { first: 0x4e00, last: 0x9fff, script: Script::Han, family: "Noto Sans CJK SC" },
];

fn find(codepoint: u32) -> Option<&'static Fallback> {
    FALLBACKS
        .iter()
        .find(|f| (f.first..=f.last).contains(&codepoint))
}

/// Script of a code point; Latin when nothing fits.
#[unsafe(no_mangle)]
pub extern "C" fn fb_script(codepoint: u32) -> u32 {
    find(codepoint).map_or(Script::Latin, |f| f.script) as u32
}

/// Family to use for a code point, or null. Static, not to be freed.
#[unsafe(no_mangle)]
pub extern "C" fn fb_family(codepoint: u32) -> *const c_char {
    match find(codepoint) {
        Some(f) => f.family.as_ptr().cast(),
        None => std::ptr::null(),
    }
}

/// How many families are known.
#[unsafe(no_mangle)]
pub extern "C" fn fb_count() -> usize {
    FALLBACKS.len()
}
