#[no_mangle]
pub extern "C" fn net_id() -> u32 { 5 }
#[no_mangle]
pub extern "C" fn codec_id() -> u32 { codec::codec_id() }
