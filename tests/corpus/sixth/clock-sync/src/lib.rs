//! Estimates the offset of a peer's clock from exchanged time stamps.

use std::os::raw::{c_int, c_long};

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Estimate {
    pub samples: u32,
    pub stratum: u8,
    pub offset_us: c_long,
    pub jitter_us: u32,
}

const WINDOW: usize = 8;

#[derive(Default)]
pub struct Peer {
    ring: [i64; WINDOW],
    count: u32,
    stratum: u8,
}

impl Peer {
    fn window(&self) -> &[i64] {
        &self.ring[..WINDOW.min(self.count as usize)]
    }

    fn push(&mut self, offset: i64) {
        self.ring[self.count as usize % WINDOW] = offset;
        self.count = self.count.saturating_add(1);
    }

    fn estimate(&self) -> Option<Estimate> {
        let mut sorted = self.window().to_vec();
        sorted.sort_unstable();
        let median = *sorted.get(sorted.len() / 2)?;
        let spread = sorted.last()?.saturating_sub(*sorted.first()?);
        Some(Estimate {
            samples: self.count,
            stratum: self.stratum,
            offset_us: median as c_long,
            jitter_us: u32::try_from(spread).unwrap_or(u32::MAX),
        })
    }
}

#[no_mangle]
pub extern "C" fn peer_new(stratum: u8) -> *mut Peer {
    Box::into_raw(Box::new(Peer { stratum, ..Peer::default() }))
}

/// # Safety
/// `peer` is from `peer_new`, and is not used afterwards.
#[no_mangle]
pub unsafe extern "C" fn peer_free(peer: *mut Peer) {
    if !peer.is_null() {
        drop(Box::from_raw(peer));
    }
}

/// Takes the four stamps of one exchange, in microseconds.
///
/// # Safety
/// `peer` is from `peer_new`, `t` points to four stamps.
#[no_mangle]
pub unsafe extern "C" fn peer_exchange(peer: *mut Peer, t: *const i64) -> c_int {
    let (Some(peer), false) = (peer.as_mut(), t.is_null()) else { return -1 };
    let [t0, t1, t2, t3] = t.cast::<[i64; 4]>().read();
    let out = t1.wrapping_sub(t0);
    let back = t2.wrapping_sub(t3);
    peer.push(out.wrapping_add(back) / 2);
    0
}

/// # Safety
/// `peer` is from `peer_new`, `out` may be written.
#[no_mangle]
pub unsafe extern "C" fn peer_estimate(peer: *const Peer, out: *mut Estimate) -> c_int {
    match (peer.as_ref().and_then(Peer::estimate), out.as_mut()) {
        (Some(e), Some(out)) => {
            *out = e;
            0
        }
        _ => -1,
    }
}
