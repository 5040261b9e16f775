pub mod api { pub mod v1 {
    #[no_mangle]
    pub extern "C" fn tok_count(p: *const u8, n: usize) -> usize {
        if p.is_null() { 0 } else { unsafe { std::slice::from_raw_parts(p, n) }.split(|b| *b == b' ').count() }
    }
    #[no_mangle]
    pub extern "C" fn tok_version() -> u32 { 1 }
} }
