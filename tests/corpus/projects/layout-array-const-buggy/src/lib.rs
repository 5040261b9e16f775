const NAME_BYTES: usize = 32;
#[repr(C)]
pub struct Device {
    pub id: u32,
    pub name: [u8; NAME_BYTES],
    pub online: bool,
}
#[no_mangle]
pub unsafe extern "C" fn device_get(index: usize, out: *mut Device) -> bool {
    if out.is_null() || index > 3 { return false; }
    out.write(Device { id: index as u32, name: [0; NAME_BYTES], online: true });
    true
}
