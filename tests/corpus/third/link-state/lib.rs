//! State of the modem.
use std::sync::atomic::{AtomicU8, Ordering};

#[repr(u8)]
#[derive(Clone, Copy, PartialEq)]
pub enum Link {
    Down = 0,
    Dialing = 1,
    Up = 2,
    Suspended = 3,
}

static LINK: AtomicU8 = AtomicU8::new(0);

fn from_raw(value: u8) -> Link {
    match value {
        1 => Link::Dialing,
        2 => Link::Up,
        3 => Link::Suspended,
        _ => Link::Down,
    }
}

/// Moves the link on with the signal strength in dBm.
#[no_mangle]
pub extern "C" fn modem_signal(dbm: i16) -> Link {
    let before = from_raw(LINK.load(Ordering::Acquire));
    let after = match (before, dbm) {
        (Link::Down, -100..) => Link::Dialing,
        (Link::Dialing, -90..) => Link::Up,
        (Link::Up, ..=-110) => Link::Suspended,
        (Link::Suspended, -90..) => Link::Up,
        (state, ..=-120) if state != Link::Suspended => Link::Down,
        (state, _) => state,
    };
    LINK.store(after as u8, Ordering::Release);
    after
}
