//! The response cache: equal requests of one team get the answer that the first one got, for as long as the
//! model says. Only whole, successful answers are kept. Bounded in bytes; the oldest goes first.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::HeaderValue;
use sha2::{Digest, Sha256};

/// What makes requests equal.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct CacheKey([u8; 32]);

/// An answer that is kept.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    pub(crate) content_type: HeaderValue,
    pub(crate) body: Bytes,
    /// Who gave it.
    pub(crate) provider: Arc<str>,
    pub(crate) upstream_model: Arc<str>,
}

/// Kept answers.
pub(crate) struct Cache {
    bytes_max: usize,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    found: HashMap<CacheKey, (Kept, Instant)>,
    order: VecDeque<(CacheKey, Instant)>,
    bytes: usize,
}

/// What an entry costs beside its body.
const ENTRY_BYTES: usize = 256;

impl CacheKey {
    /// Of all that makes a request: who may share its answer, what is asked, how it is answered.
    pub(crate) fn new<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Self {
        let mut hash = Sha256::new();
        for part in parts {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }
}

impl Cache {
    pub(crate) fn new(bytes_max: usize) -> Self {
        Self { bytes_max, entries: Mutex::default() }
    }

    /// The answer to an equal request.
    pub(crate) fn get(&self, key: &CacheKey, now: Instant) -> Option<Kept> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.found.get(key).filter(|(_, until)| *until > now).map(|(kept, _)| kept.clone())
    }

    /// Keeps an answer, unless it alone is more than a tenth of the cache.
    pub(crate) fn put(&self, key: CacheKey, kept: Kept, ttl: Duration, now: Instant) {
        let size = kept.body.len() + ENTRY_BYTES;
        if size > self.bytes_max / 10 {
            return;
        }
        let until = now + ttl;
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.bytes += size;
        if let Some((before, _)) = entries.found.insert(key, (kept, until)) {
            entries.bytes -= before.body.len() + ENTRY_BYTES;
        }
        entries.order.push_back((key, until));
        while entries.bytes > self.bytes_max || entries.order.front().is_some_and(|(_, until)| *until <= now)
        {
            let Some((oldest, until)) = entries.order.pop_front() else { break };
            // A key that was put again stands in the order once more.
            if entries.found.get(&oldest).is_some_and(|(_, current)| *current == until)
                && let Some((gone, _)) = entries.found.remove(&oldest)
            {
                entries.bytes -= gone.body.len() + ENTRY_BYTES;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use bytes::Bytes;
    use http::HeaderValue;

    use super::{Cache, CacheKey, Kept};

    fn kept(size: usize) -> Kept {
        Kept {
            content_type: HeaderValue::from_static("application/json"),
            body: Bytes::from(vec![0; size]),
            provider: "p".into(),
            upstream_model: "m".into(),
        }
    }

    fn key(number: u32) -> CacheKey {
        CacheKey::new([&b"team"[..], &number.to_le_bytes()])
    }

    #[test]
    fn answers_are_kept_for_their_time_and_within_bounds() {
        let cache = Cache::new(100_000);
        let now = Instant::now();
        let second = Duration::from_secs(1);
        cache.put(key(0), kept(1000), second, now);
        assert!(cache.get(&key(0), now).is_some() && cache.get(&key(1), now).is_none());
        assert!(cache.get(&key(0), now + second).is_none(), "its time is over");
        cache.put(key(1), kept(50_000), second, now);
        assert!(cache.get(&key(1), now).is_none(), "too large for its share");
        for number in 0..100 {
            cache.put(key(number), kept(5000), second * 60, now);
            cache.put(key(number), kept(5000), second * 60, now);
        }
        let left = (0..100).filter(|number| cache.get(&key(*number), now).is_some()).count();
        assert_eq!(left, 19);
        assert!(cache.get(&key(99), now).is_some());
    }

    #[test]
    fn parts_of_a_key_do_not_run_into_each_other() {
        assert!(CacheKey::new([&b"a"[..], b"bc"]) != CacheKey::new([&b"ab"[..], b"c"]));
        assert!(CacheKey::new([&b"a"[..], b""]) != CacheKey::new([&b""[..], b"a"]));
    }
}
