#[repr(C)]
pub struct Frame {
    pub pts: i64,
    pub height: u32,
    pub stride: u32,
    pub data: *mut u8,
}
