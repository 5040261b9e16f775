//! Spelling suggestions: the nearest word of a small list.
mod edit;

use std::ffi::{c_char, CString};
use std::slice;

const WORDS: &[&str] = &["allocate", "boundary", "compile", "handle", "string", "thread"];

fn nearest(word: &[u8]) -> Option<&'static str> {
    let scored = WORDS.iter().map(|w| (edit::distance(word, w.as_bytes()), *w));
    scored.filter(|(d, _)| *d <= 2).min_by_key(|(d, _)| *d).map(|(_, w)| w)
}

/// A suggestion, or null. Ends with `spell_free`.
#[no_mangle]
pub unsafe extern "C" fn spell_suggest(word: *const u8, len: usize) -> *mut c_char {
    if word.is_null() {
        return std::ptr::null_mut();
    }
    let found = nearest(slice::from_raw_parts(word, len)).map(CString::new);
    match found {
        Some(Ok(text)) => text.into_raw(),
        _ => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn spell_free(text: *mut c_char) {
    if !text.is_null() {
        drop(CString::from_raw(text));
    }
}
