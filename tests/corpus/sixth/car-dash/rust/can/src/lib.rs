//! Decodes the frames that the dash shows.

const ENGINE_SPEED: u32 = 0x201;

/// # Safety
/// `data` points to the eight bytes of a frame, `rpm` may be written.
#[no_mangle]
pub unsafe extern "C" fn can_decode(id: u32, data: *const [u8; 8], rpm: *mut u16) -> bool {
    let (Some(data), Some(rpm)) = (data.as_ref(), rpm.as_mut()) else { return false };
    if id != ENGINE_SPEED {
        return false;
    }
    *rpm = u16::from_be_bytes([data[0], data[1]]) / 4;
    true
}
