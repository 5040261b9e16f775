//! Line diff for the review tool.
mod lines;

use lines::Hunk;
use std::slice;

#[repr(C)]
pub struct View {
    pub items: *const Hunk,
    pub len: usize,
}

impl View {
    fn of(hunks: &[Hunk]) -> Self {
        Self { items: hunks.as_ptr(), len: hunks.len() }
    }
}

/// Changed stretches between two texts.
#[no_mangle]
pub unsafe extern "C" fn diff_hunks(a: *const u8, a_len: usize, b: *const u8, b_len: usize) -> View {
    if a.is_null() || b.is_null() {
        return View::of(&[]);
    }
    let hunks = lines::compare(slice::from_raw_parts(a, a_len), slice::from_raw_parts(b, b_len));
    View::of(&hunks)
}
