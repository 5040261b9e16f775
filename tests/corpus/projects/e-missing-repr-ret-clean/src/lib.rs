mod state;
pub use state::State;
#[no_mangle]
pub extern "C" fn machine_state(ticks: u32) -> State {
    match ticks { 0 => State::Cold, 1..=9 => State::Warm, _ => State::Hot }
}
