#[derive(Default)]
pub struct Draft {
    text: String,
}

#[unsafe(no_mangle)]
pub extern "C" fn draft_new() -> *mut Draft {
    Box::into_raw(Box::default())
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn draft_free(draft: *mut Draft) {
    if !draft.is_null() {
        drop(unsafe { Box::from_raw(draft) });
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn draft_append(draft: *mut Draft, text: *const u8, len: usize) {
    if let (Some(draft), false) = (unsafe { draft.as_mut() }, text.is_null()) {
        let bytes = unsafe { std::slice::from_raw_parts(text, len) }.to_vec();
        draft.text.push_str(&String::from_utf8_lossy(&bytes));
    }
}

/// Good until the draft is changed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn draft_text(draft: *const Draft, len: *mut usize) -> *const u8 {
    match (unsafe { draft.as_ref() }, unsafe { len.as_mut() }) {
        (Some(draft), Some(len)) => {
            *len = draft.text.len();
            draft.text.as_ptr()
        }
        _ => std::ptr::null(),
    }
}
