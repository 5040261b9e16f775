//! JSON minifier that works in memory of the caller's allocator.
mod memory;

use memory::{Block, Memory};

/// Text without blanks outside strings; the caller frees it with the same allocator.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn json_minify(memory: *const Memory, text: *const u8, len: usize, out: *mut Block) -> bool {
    let (Some(memory), Some(out)) = (unsafe { (memory.as_ref(), out.as_mut()) }) else { return false };
    if text.is_null() {
        return false;
    }
    let text = unsafe { std::slice::from_raw_parts(text, len) };
    let Some(mut scratch) = memory.take(len) else { return false };
    let (mut quoted, mut escaped) = (false, false);
    for byte in text {
        if quoted || !byte.is_ascii_whitespace() {
            scratch.push(*byte);
        }
        match byte {
            b'"' if !escaped => quoted = !quoted,
            _ => {}
        }
        escaped = quoted && *byte == b'\\' && !escaped;
    }
    if quoted {
        memory.give(scratch);
        return false;
    }
    *out = scratch;
    true
}
