static mut COUNTER: u64 = 0;
#[no_mangle]
pub extern "C" fn next_id() -> u64 {
    unsafe {
        let counter = &raw mut COUNTER;
        *counter += 1;
        *counter
    }
}
