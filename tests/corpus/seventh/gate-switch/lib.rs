#[derive(Default)]
pub struct Gate {
    open: bool,
    moves: u32,
}

#[no_mangle]
pub extern "C" fn gate_new() -> *mut Gate {
    Box::into_raw(Box::default())
}

/// Anything but 0 opens. Returns 1 if the gate has moved.
#[no_mangle]
pub unsafe extern "C" fn gate_set(gate: *mut Gate, open: u8) -> u8 {
    let Some(gate) = gate.as_mut() else { return 0 };
    let open = open != 0;
    let moved = gate.open != open;
    gate.open = open;
    gate.moves = gate.moves.saturating_add(u32::from(moved));
    u8::from(moved)
}

#[no_mangle]
pub unsafe extern "C" fn gate_moves(gate: *const Gate) -> u32 {
    gate.as_ref().map_or(0, |g| g.moves)
}

#[no_mangle]
pub unsafe extern "C" fn gate_free(gate: *mut Gate) {
    if !gate.is_null() {
        drop(Box::from_raw(gate));
    }
}
