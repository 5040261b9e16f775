const BASE: i32 = 100;
#[repr(i32)]
#[derive(Clone, Copy, PartialEq)]
pub enum Status {
    Ok = 0,
    NotFound = BASE,
    Denied,
    Timeout,
    Busy = 111,
}
#[no_mangle]
pub extern "C" fn job_status(id: u32) -> Status { if id == 0 { Status::NotFound } else if id == 1 { Status::Timeout } else if id == 9 { Status::Busy } else if id == 4 { Status::Denied } else { Status::Ok } }
