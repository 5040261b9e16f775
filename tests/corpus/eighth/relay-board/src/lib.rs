mod board;

use board::{Board, Listener};
use std::ffi::c_void;

pub type ChangeFn = unsafe extern "C" fn(user: *mut c_void, relay: u8, on: u8);

#[no_mangle]
pub extern "C" fn relay_board_new() -> *mut Board {
    Box::into_raw(Box::new(Board::new()))
}

#[no_mangle]
pub unsafe extern "C" fn relay_board_free(board: *mut Board) {
    if !board.is_null() {
        drop(Box::from_raw(board));
    }
}

/// `user` must stay valid until the board is freed.
#[no_mangle]
pub unsafe extern "C" fn relay_subscribe(
    board: *mut Board,
    change: Option<ChangeFn>,
    user: *mut c_void,
) -> bool {
    match (board.as_mut(), change) {
        (Some(board), Some(change)) => {
            board.subscribe(Listener { change, user });
            true
        }
        _ => false,
    }
}

#[no_mangle]
pub unsafe extern "C" fn relay_set(board: *mut Board, relay: u8, on: u8) -> bool {
    let Some(changed) = board.as_mut().map(|b| b.set(relay, on != 0)) else {
        return false;
    };
    if changed {
        for listener in Board::listeners(board) {
            (listener.change)(listener.user, relay, u8::from(on != 0));
        }
    }
    changed
}
