#[cfg(feature = "capture")]
mod capture;
#[no_mangle]
pub extern "C" fn gfx_frame(n: u32) -> u32 { n.wrapping_add(1) }
