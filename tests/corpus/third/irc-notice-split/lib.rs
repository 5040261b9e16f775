//! IRC lines: what the server sent goes to the notifier of the desktop.
mod line;

use std::ffi::c_char;
use std::slice;

extern "C" {
    fn notify(from: *const c_char, text: *const c_char) -> bool;
}

fn terminated(part: &[u8]) -> Vec<u8> {
    let visible = part.split(|b| *b == 0).next().unwrap_or(part);
    let mut text = visible.to_vec();
    text.push(0);
    text
}

/// Handles one line of the server; true when a notification was shown.
#[no_mangle]
pub unsafe extern "C" fn irc_line(data: *const u8, len: usize) -> bool {
    if data.is_null() {
        return false;
    }
    let Some(message) = line::privmsg(slice::from_raw_parts(data, len)) else { return false };
    let from = terminated(message.nick);
    let text = terminated(message.text);
    notify(from.as_ptr().cast(), text.as_ptr().cast())
}
