use crate::ChangeFn;
use std::ffi::c_void;

#[derive(Clone, Copy)]
pub struct Listener {
    pub change: ChangeFn,
    pub user: *mut c_void,
}

pub struct Board {
    relays: u64,
    listeners: Vec<Listener>,
}

impl Board {
    pub fn new() -> Self {
        Board { relays: 0, listeners: Vec::new() }
    }

    pub fn subscribe(&mut self, listener: Listener) {
        self.listeners.push(listener);
    }

    /// A copy, so that a listener may subscribe another one.
    pub unsafe fn listeners(board: *const Board) -> Vec<Listener> {
        board.as_ref().map(|b| b.listeners.clone()).unwrap_or_default()
    }

    pub fn set(&mut self, relay: u8, on: bool) -> bool {
        let Some(bit) = 1u64.checked_shl(u32::from(relay)) else {
            return false;
        };
        let before = self.relays;
        if on {
            self.relays |= bit;
        } else {
            self.relays &= !bit;
        }
        before != self.relays
    }
}
