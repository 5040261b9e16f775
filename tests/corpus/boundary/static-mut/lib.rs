static mut COUNT: u64 = 0;
#[no_mangle]
pub extern "C" fn next_id() -> u64 {
    unsafe { COUNT += 1; COUNT }
}
