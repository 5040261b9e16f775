#[no_mangle]
pub extern "C" fn pipe_handle(id: u64) -> i32 {
    id as i32
}
