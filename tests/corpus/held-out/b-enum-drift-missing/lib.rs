#[repr(i32)]
#[derive(Clone, Copy, PartialEq)]
pub enum Status {
    Ok = 0,
    Busy = -1,
    Gone = -2,
    Denied = -3,
}

#[no_mangle]
pub extern "C" fn device_status(id: u32) -> Status {
    match id {
        0 => Status::Ok,
        1 => Status::Busy,
        2 => Status::Gone,
        _ => Status::Denied,
    }
}
