use std::sync::Mutex;
static LOG: Mutex<Vec<u32>> = Mutex::new(Vec::new());
#[no_mangle]
pub extern "C" fn log_push(x: u32) -> usize {
    let mut log = LOG.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    log.push(x);
    1000 / (x as usize)
}
