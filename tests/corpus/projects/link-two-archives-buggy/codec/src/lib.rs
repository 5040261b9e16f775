#[no_mangle]
pub extern "C" fn codec_id() -> u32 { 4 }
