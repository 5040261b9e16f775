use std::ffi::c_char;

#[repr(C)]
pub struct PluginCard {
    name: *const c_char,
    maker: *const c_char,
    version: u32,
    inputs: u16,
    outputs: u16,
}

// Points to literals only and is never changed.
unsafe impl Sync for PluginCard {}

#[no_mangle]
pub static PLUGIN_CARD: PluginCard = PluginCard {
    name: c"Spring Reverb".as_ptr(),
    maker: c"Nord & Sohn".as_ptr(),
    version: 0x0002_0100,
    inputs: 1,
    outputs: 2,
};

#[no_mangle]
pub extern "C" fn plugin_latency(rate: u32) -> u32 {
    rate / 200
}
