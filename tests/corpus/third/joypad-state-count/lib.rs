//! Player movement from the first pad that is connected.
mod pad;

use pad::Pad;

#[repr(C)]
pub struct Move {
    pub x: f32,
    pub y: f32,
    pub jump: bool,
}

const DEAD_ZONE: i16 = 20;

fn scaled(value: i16) -> f32 {
    if value.unsigned_abs() < DEAD_ZONE.unsigned_abs() { 0.0 } else { f32::from(value) / 32768.0 }
}

#[no_mangle]
pub extern "C" fn player_move() -> Move {
    let pad = (0..4).find_map(|n| Pad::poll(n).filter(|pad| pad.connected));
    let Some(pad) = pad else { return Move { x: 0.0, y: 0.0, jump: false } };
    let (x, y) = pad.stick(0);
    Move { x: scaled(x), y: scaled(y), jump: pad.buttons & 1 != 0 }
}
