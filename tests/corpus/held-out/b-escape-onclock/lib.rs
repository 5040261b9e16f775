use std::sync::OnceLock;

static CONFIG: OnceLock<&'static str> = OnceLock::new();

#[no_mangle]
pub unsafe extern "C" fn config_init(text: *const u8, len: usize) -> bool {
    if text.is_null() {
        return false;
    }
    let raw: &'static [u8] = std::slice::from_raw_parts(text, len);
    match std::str::from_utf8(raw) {
        Ok(s) => CONFIG.set(s).is_ok(),
        Err(_) => false,
    }
}

#[no_mangle]
pub extern "C" fn config_len() -> usize {
    CONFIG.get().map_or(0, |s| s.len())
}
