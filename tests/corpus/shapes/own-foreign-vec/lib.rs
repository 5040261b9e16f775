extern "C" { fn scan(len: *mut usize) -> *mut u8; fn scan_free(p: *mut u8, len: usize); }
pub fn run() -> Vec<u8> {
    let mut len = 0usize;
    unsafe {
        let p = scan(&mut len);
        Vec::from_raw_parts(p, len, len)
    }
}
