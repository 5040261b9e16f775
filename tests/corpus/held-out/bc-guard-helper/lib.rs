use std::panic::{catch_unwind, AssertUnwindSafe};

fn guarded<T>(fallback: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(fallback)
}

#[no_mangle]
pub unsafe extern "C" fn nth_word_len(text: *const u8, len: usize, n: usize) -> i64 {
    guarded(-1, || {
        let bytes = std::slice::from_raw_parts(text, len);
        let word = std::str::from_utf8(bytes).unwrap().split(' ').nth(n).expect("no such word");
        word.len() as i64 / (n as i64 - 3)
    })
}
