//! The comment section: texts become HTML once and are kept.
use std::ffi::{c_char, CString};

extern "C" {
    fn markdown_html(text: *const u8, len: usize) -> *mut c_char;
}

struct Comment {
    author: u32,
    html: CString,
}

fn render(author: u32, text: &str) -> Option<Comment> {
    let raw = unsafe { markdown_html(text.as_ptr(), text.len()) };
    if raw.is_null() {
        return None;
    }
    let html = unsafe { CString::from_raw(raw) };
    Some(Comment { author, html })
}

/// Bytes of HTML that the demo page has.
#[no_mangle]
pub extern "C" fn page_size(readers: u32) -> usize {
    let texts = ["*Well* done", "1 < 2\nand 2 < 3", "plain"];
    let comments = texts.iter().zip(0..).filter_map(|(text, n)| render(n, text));
    comments
        .filter(|comment| comment.author < readers)
        .map(|comment| comment.html.as_bytes().len())
        .sum()
}
