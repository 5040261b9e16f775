#[repr(C)]
pub struct Sample {
    pub time: u64,
    pub value: f32,
    pub flags: u32,
}
#[no_mangle]
pub unsafe extern "C" fn sample_fill(out: *mut Sample) {
    if let Some(s) = unsafe { out.as_mut() } { s.time = 1; s.value = 2.0; s.flags = 3; }
}
