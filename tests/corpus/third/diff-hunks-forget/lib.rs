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
    fn of(hunks: Vec<Hunk>) -> Self {
        let hunks = Box::leak(hunks.into_boxed_slice());
        Self { items: hunks.as_ptr(), len: hunks.len() }
    }
}

/// Changed stretches between two texts.
#[no_mangle]
pub unsafe extern "C" fn diff_hunks(a: *const u8, a_len: usize, b: *const u8, b_len: usize) -> View {
    if a.is_null() || b.is_null() {
        return View::of(Vec::new());
    }
    let hunks = lines::compare(slice::from_raw_parts(a, a_len), slice::from_raw_parts(b, b_len));
    View::of(hunks)
}

#[no_mangle]
pub unsafe extern "C" fn hunks_free(view: View) {
    let items = std::ptr::slice_from_raw_parts_mut(view.items.cast_mut(), view.len);
    drop(Box::from_raw(items));
}
