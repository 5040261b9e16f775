mod cache;
#[no_mangle]
pub extern "C" fn cache_hit(key: u32) -> bool { cache::touch(key) }
