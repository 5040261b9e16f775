#[no_mangle]
pub extern "C" fn video_frames() -> u32 {
    24
}
