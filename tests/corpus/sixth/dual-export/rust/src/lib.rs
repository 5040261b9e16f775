//! Block hashes for the deduplicator.

mod state;

use state::State;

macro_rules! exports {
    ($($(#[$doc:meta])* fn $name:ident($state:ident $(, $arg:ident: $t:ty)*) -> $r:ty = $default:expr => $body:expr;)*) => {
        $(
            $(#[$doc])*
            #[unsafe(no_mangle)]
            pub extern "C" fn $name($state: Option<&mut State> $(, $arg: $t)*) -> $r {
                let Some($state) = $state else { return $default };
                $body
            }
        )*
    };
}

exports! {
    /// Starts again with a seed.
    fn hash_reset(s, seed: u64) -> bool = false => { s.reset(seed); true };
    /// What came out so far.
    fn hash_value(s) -> u64 = 0 => s.value();
    /// How many bytes went in.
    fn hash_bytes(s) -> u64 = 0 => s.bytes;
}

#[unsafe(no_mangle)]
pub extern "C" fn hash_new(seed: u64) -> Box<State> {
    Box::new(State::new(seed))
}

#[unsafe(no_mangle)]
pub extern "C" fn hash_drop(state: Option<Box<State>>) {
    drop(state);
}

/// Feeds a block.
///
/// # Safety
/// `data` points to `len` readable bytes.
#[cfg(target_pointer_width = "64")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hash_block(state: Option<&mut State>, data: *const u8, len: usize) -> bool {
    let (Some(state), false) = (state, data.is_null()) else { return false };
    let bytes = unsafe { std::slice::from_raw_parts(data, len) };
    let (words, rest) = bytes.as_chunks::<8>();
    words.iter().for_each(|w| state.word(u64::from_le_bytes(*w)));
    rest.iter().for_each(|b| state.word(u64::from(*b)));
    state.bytes = state.bytes.wrapping_add(len as u64);
    true
}

/// Feeds a block, in halves on small machines.
///
/// # Safety
/// `data` points to `len` readable bytes.
#[cfg(not(target_pointer_width = "64"))]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn hash_block(state: Option<&mut State>, data: *const u8, len: usize) -> bool {
    let (Some(state), false) = (state, data.is_null()) else { return false };
    let bytes = unsafe { std::slice::from_raw_parts(data, len) };
    for word in bytes.chunks_exact(8) {
        let (low, high) = word.split_at(4);
        let half = |h: &[u8]| h.iter().rev().fold(0u64, |a, b| a << 8 | u64::from(*b));
        state.word(half(low) | half(high) << 32);
    }
    bytes.chunks_exact(8).remainder().iter().for_each(|b| state.word(u64::from(*b)));
    state.bytes = state.bytes.wrapping_add(len as u64);
    true
}
