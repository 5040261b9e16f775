#[repr(u32)]
#[derive(Clone, Copy)]
pub enum Phase {
    Idle = 0,
    Busy = 1,
}

#[no_mangle]
pub extern "C" fn phase_now() -> Phase {
    Phase::Busy
}
