#[no_mangle]
pub extern "C" fn tokenizer_reset(state: *mut u32) {
    if let Some(s) = unsafe { state.as_mut() } {
        *s = 0;
    }
}
