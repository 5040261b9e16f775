//! Sessions that several threads share; counted references.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock, PoisonError, RwLock, Weak};

pub struct Session {
    user: u32,
    requests: AtomicU64,
    notes: RwLock<Vec<u64>>,
}

static SESSIONS: OnceLock<RwLock<HashMap<u32, Weak<Session>>>> = OnceLock::new();

fn sessions() -> &'static RwLock<HashMap<u32, Weak<Session>>> {
    SESSIONS.get_or_init(RwLock::default)
}

/// The session of a user, made if need be. Every pointer that is given out is one reference.
#[unsafe(no_mangle)]
pub extern "C" fn session_open(user: u32) -> *const Session {
    let mut all = sessions().write().unwrap_or_else(PoisonError::into_inner);
    if let Some(s) = all.get(&user).and_then(Weak::upgrade) {
        return Arc::into_raw(s);
    }
    let s = Arc::new(Session { user, requests: AtomicU64::new(0), notes: RwLock::default() });
    all.insert(user, Arc::downgrade(&s));
    Arc::into_raw(s)
}

/// One more reference to a session.
///
/// # Safety
/// `session` is a reference that is still held.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn session_retain(session: *const Session) -> *const Session {
    if !session.is_null() {
        unsafe { Arc::increment_strong_count(session) };
    }
    session
}

/// Gives one reference back.
///
/// # Safety
/// `session` is a reference that is held and not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn session_release(session: *const Session) {
    if !session.is_null() {
        drop(unsafe { Arc::from_raw(session) });
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn session_note(session: Option<&Session>, value: u64) -> u64 {
    let Some(s) = session else { return 0 };
    s.notes.write().unwrap_or_else(PoisonError::into_inner).push(value);
    s.requests.fetch_add(1, Relaxed) + 1
}

#[unsafe(no_mangle)]
pub extern "C" fn session_sum(session: Option<&Session>) -> u64 {
    session.map_or(0, |s| {
        let notes = s.notes.read().unwrap_or_else(PoisonError::into_inner);
        notes.iter().fold(u64::from(s.user), |a, n| a.wrapping_add(*n))
    })
}
