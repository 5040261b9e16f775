unsafe extern "C" {
    fn quartz_encode(src: *const u8, len: usize, dst: *mut u8, cap: usize) -> usize;
    fn quartz_decode(src: *const u8, len: usize, dst: *mut u8, cap: usize) -> usize;
    fn quartz_bound(len: usize) -> usize;
}

pub fn encode(src: &[u8]) -> Vec<u8> {
    let mut dst = vec![0; unsafe { quartz_bound(src.len()) }];
    let n = unsafe { quartz_encode(src.as_ptr(), src.len(), dst.as_mut_ptr(), dst.len()) };
    dst.truncate(n);
    dst
}

pub fn decode(src: &[u8], len: usize) -> Option<Vec<u8>> {
    let mut dst = vec![0; len];
    let n = unsafe { quartz_decode(src.as_ptr(), src.len(), dst.as_mut_ptr(), dst.len()) };
    (n == len).then_some(dst)
}
