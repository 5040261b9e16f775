use std::sync::Arc;
use crate::trie::{Match, Trie};
pub struct TrieHandle(Arc<Trie>);
#[unsafe(no_mangle)]
pub extern "C" fn trie_new() -> *mut TrieHandle { Box::into_raw(Box::new(TrieHandle(Arc::new(Trie::default())))) }
/// # Safety
/// From `trie_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn trie_free(t: *mut TrieHandle) { if !t.is_null() { drop(unsafe { Box::from_raw(t) }) } }
/// # Safety
/// From `trie_new`; `out` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn trie_find(t: *const TrieHandle, key: u64, out: *mut *mut Match) -> i32 {
    let (Some(t), Some(out)) = (unsafe { t.as_ref() }, unsafe { out.as_mut() }) else { return -1 };
    match t.0.find(key) {
        Some(found) => { *out = Box::into_raw(Box::new(found)); 1 }
        None => 0,
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn match_depth(m: &Match) -> u32 { m.depth }
