use std::slice;

fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || b == b'_'
}

/// Start and end of the word that covers `at`.
#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub unsafe extern "C" fn span_at(text: *const u8, len: usize, at: usize) -> (usize, usize) {
    if text.is_null() || at >= len {
        return (0, 0);
    }
    let text = slice::from_raw_parts(text, len);
    let (before, after) = text.split_at(at);
    let start = before.iter().rposition(|b| !is_word(*b)).map_or(0, |i| i + 1);
    let end = after.iter().position(|b| !is_word(*b)).map_or(len, |i| at + i);
    (start, end)
}

#[no_mangle]
pub unsafe extern "C" fn span_words(text: *const u8, len: usize) -> usize {
    if text.is_null() {
        return 0;
    }
    slice::from_raw_parts(text, len)
        .split(|b| !is_word(*b))
        .filter(|w| !w.is_empty())
        .count()
}
