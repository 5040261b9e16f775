#[no_mangle]
pub extern "C" fn ant_count() -> u32 { 12 }
pub extern "C" fn ant_step(n: u32) -> u32 { n + 1 }
