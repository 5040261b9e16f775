#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Mode { Idle, Active }
#[repr(C)]
pub struct State { pub mode: Mode, pub ticks: u32 }
#[no_mangle]
pub extern "C" fn state_tick(s: &mut State) { s.ticks = s.ticks.wrapping_add(1); if s.ticks > 3 { s.mode = Mode::Active; } }
