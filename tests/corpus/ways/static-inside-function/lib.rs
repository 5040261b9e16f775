#[no_mangle]
pub extern "C" fn next_ticket() -> u64 {
    static mut LAST: u64 = 0;
    unsafe {
        LAST += 1;
        LAST
    }
}
