pub const MODE_READ: u32 = 1;
pub const MODE_WRITE: u32 = 2;
#[repr(i32)]
#[derive(Clone, Copy)]
pub enum Result_ { Ok = 0, Again = -11, Closed = -32 }
#[no_mangle]
pub extern "C" fn chan_send(id: u32, mode: u32) -> Result_ {
    if id == 0 { Result_::Closed } else if mode & MODE_WRITE != 0 { Result_::Ok } else { Result_::Again }
}
