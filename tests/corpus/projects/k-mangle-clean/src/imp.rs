#[no_mangle]
pub extern "C" fn ant_count() -> u32 { 12 }
#[unsafe(no_mangle)]
pub extern "C" fn ant_step(n: u32) -> u32 { n.wrapping_add(1) }
