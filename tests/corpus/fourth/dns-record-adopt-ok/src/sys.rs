#[repr(C)]
pub struct Label {
    pub ptr: *const u8,
    pub len: usize,
}

extern "C" {
    pub fn dns_encode(
        id: u16,
        labels: *const Label,
        count: usize,
        kind: u16,
        out: *mut *mut u8,
        out_len: *mut usize,
    ) -> i32;
    pub fn dns_free(data: *mut u8, len: usize);
}
