#[repr(u8)]
#[derive(Clone, Copy, PartialEq)]
pub enum State { Idle = 0, Busy = 1, Done = 2 }
#[no_mangle]
pub extern "C" fn state_next(s: u8) -> State {
    match s { 0 => State::Busy, _ => State::Done }
}
