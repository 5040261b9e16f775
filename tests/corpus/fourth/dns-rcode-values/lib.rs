use std::sync::atomic::{AtomicU64, Ordering};

#[repr(u16)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rcode {
    NoError = 0,
    FormErr = 1,
    ServFail = 2,
    NxDomain = 3,
    NotImp = 4,
    Refused = 5,
    YxDomain = 6,
    NotAuth = 9,
    BadVers = 16,
}

impl Rcode {
    fn is_final(self) -> bool {
        matches!(self, Rcode::NoError | Rcode::NxDomain | Rcode::YxDomain)
    }
}

static SEEN: [AtomicU64; 2] = [AtomicU64::new(0), AtomicU64::new(0)];

/// Response code in the first bytes of an answer.
///
/// # Safety
/// `packet` points at `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn dns_rcode(packet: *const u8, len: usize) -> Rcode {
    if packet.is_null() || len < 12 {
        return Rcode::FormErr;
    }
    let flags = *packet.add(3);
    let rcode = match flags & 0x0f {
        0 => Rcode::NoError,
        1 => Rcode::FormErr,
        2 => Rcode::ServFail,
        3 => Rcode::NxDomain,
        4 => Rcode::NotImp,
        6 => Rcode::YxDomain,
        9 => Rcode::NotAuth,
        _ => Rcode::Refused,
    };
    SEEN[usize::from(rcode.is_final())].fetch_add(1, Ordering::Relaxed);
    rcode
}

/// Answers that need no second try.
#[no_mangle]
pub extern "C" fn dns_final_count() -> u64 {
    SEEN[1].load(Ordering::Relaxed)
}
