#[no_mangle]
pub extern "C" fn pipe_handle(id: u64) -> isize { id as isize }
