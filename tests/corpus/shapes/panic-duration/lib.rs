use std::time::Duration;
#[no_mangle]
pub extern "C" fn timer_millis(seconds: f64) -> u64 {
    Duration::from_secs_f64(seconds).as_millis() as u64
}
