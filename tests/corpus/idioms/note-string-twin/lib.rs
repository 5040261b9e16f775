#[repr(C)]
pub struct Text { ptr: *mut u8, len: usize, cap: usize }
fn note(n: u32) -> String {
    let mut s = String::with_capacity(64);
    for i in 0..n { s.push_str(&i.to_string()); s.push(' '); }
    s
}
#[unsafe(no_mangle)]
pub extern "C" fn note_text(n: u32) -> Text {
    let (ptr, len, cap) = note(n).into_raw_parts();
    Text { ptr, len, cap }
}
/// # Safety
/// From `note_text`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn note_free(t: Text) {
    let Text { ptr, len, cap } = t;
    if ptr.is_null() { return }
    drop(unsafe { String::from_raw_parts(ptr, len, cap) });
}
