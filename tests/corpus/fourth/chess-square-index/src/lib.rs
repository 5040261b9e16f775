mod attacks;

use attacks::{knight_table, Bitboard};

pub struct Position {
    own: Bitboard,
    other: Bitboard,
    knights: [Bitboard; 64],
}

#[no_mangle]
pub extern "C" fn pos_new(own: u64, other: u64) -> *mut Position {
    Box::into_raw(Box::new(Position {
        own: Bitboard(own),
        other: Bitboard(other),
        knights: knight_table(),
    }))
}

/// Squares that a knight may go to.
///
/// # Safety
/// `p` comes from `pos_new`.
#[no_mangle]
pub unsafe extern "C" fn pos_knight_moves(p: *const Position, square: u32) -> u64 {
    let Some(p) = p.as_ref() else { return 0 };
    let reach = p.knights[square as usize];
    reach.without(p.own).0
}

/// # Safety
/// `p` comes from `pos_new`.
#[no_mangle]
pub unsafe extern "C" fn pos_is_capture(p: *const Position, square: u32) -> bool {
    p.as_ref().is_some_and(|p| p.other.has(square))
}

/// # Safety
/// `p` comes from `pos_new` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn pos_free(p: *mut Position) {
    if !p.is_null() {
        drop(Box::from_raw(p));
    }
}
