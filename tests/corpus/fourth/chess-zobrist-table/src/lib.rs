#![allow(static_mut_refs)]

mod board;

use board::{Board, SQUARES};

static mut ZOBRIST: [[u64; SQUARES]; 12] = [[0; SQUARES]; 12];
static mut READY: bool = false;

fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn table() -> &'static [[u64; SQUARES]; 12] {
    unsafe {
        if !READY {
            let mut seed = 0x1234_5678;
            for piece in ZOBRIST.iter_mut() {
                for square in piece.iter_mut() {
                    *square = splitmix(&mut seed);
                }
            }
            READY = true;
        }
        &ZOBRIST
    }
}

/// Hash of a position; search threads call this.
///
/// # Safety
/// `squares` points at 64 piece codes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn zobrist_hash(squares: *const u8) -> u64 {
    if squares.is_null() {
        return 0;
    }
    let board = Board(unsafe { std::slice::from_raw_parts(squares, SQUARES) });
    let t = table();
    board
        .pieces()
        .filter_map(|(sq, p)| t.get(p)?.get(sq).copied())
        .fold(0, |h, k| h ^ k)
}
