#[repr(C)]
pub struct RawReader {
    _p: [u8; 0],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct RawFrame {
    pub data: *mut u8,
    pub len: usize,
}

unsafe extern "C" {
    pub fn reader_new(data: *const u8, len: usize) -> *mut RawReader;
    pub fn reader_free(r: *mut RawReader);
    pub fn reader_next(r: *mut RawReader, out: *mut RawFrame) -> bool;
    pub fn frame_release(f: RawFrame);
}
