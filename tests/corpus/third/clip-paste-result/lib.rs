//! Paste handling of the note editor.
use std::sync::{Mutex, PoisonError};

static PASTED: Mutex<String> = Mutex::new(String::new());

unsafe extern "C" {
    fn clipboard_request(primary: bool) -> bool;
}

fn tidy(text: &str) -> String {
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Called by the clipboard with what it holds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn paste_receive(data: *const u8, len: usize) {
    if data.is_null() {
        return;
    }
    let bytes = unsafe { std::slice::from_raw_parts(data, len) }.to_vec();
    let text = String::from_utf8(bytes).unwrap_or_else(|bad| {
        String::from_utf8_lossy(bad.as_bytes()).into_owned()
    });
    *PASTED.lock().unwrap_or_else(PoisonError::into_inner) = tidy(&text);
}

/// Asks for the clipboard; returns the number of characters pasted.
#[unsafe(no_mangle)]
pub extern "C" fn paste(primary: bool) -> usize {
    if !unsafe { clipboard_request(primary) } {
        return 0;
    }
    PASTED.lock().unwrap_or_else(PoisonError::into_inner).chars().count()
}
