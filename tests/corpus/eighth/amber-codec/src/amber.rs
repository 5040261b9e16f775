extern "C" {
    fn amber_hex(src: *const u8, len: usize, dst: *mut u8, cap: usize) -> usize;
    fn amber_unhex(src: *const u8, len: usize, dst: *mut u8, cap: usize) -> isize;
}

pub fn hex(src: &[u8]) -> String {
    let mut dst = vec![0; src.len() * 2];
    let n = unsafe { amber_hex(src.as_ptr(), src.len(), dst.as_mut_ptr(), dst.len()) };
    dst.truncate(n);
    String::from_utf8_lossy(&dst).into_owned()
}

pub fn unhex(src: &str) -> Option<Vec<u8>> {
    let mut dst = vec![0; src.len() / 2];
    let n = unsafe { amber_unhex(src.as_ptr(), src.len(), dst.as_mut_ptr(), dst.len()) };
    dst.truncate(usize::try_from(n).ok()?);
    Some(dst)
}
