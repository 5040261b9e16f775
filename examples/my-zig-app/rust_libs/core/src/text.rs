//! What a processor does to a text.

use std::ffi::CString;
use std::thread;

use crate::CoreError;
use crate::config::{Config, Mode};

/// Below so many words a thread costs more than it saves.
const WORDS_PER_THREAD_MIN: usize = 16 * 1024;

/// White space becomes single spaces; the counts follow in brackets.
pub(crate) fn process(config: &Config, bytes: &[u8]) -> Result<CString, CoreError> {
    let text = std::str::from_utf8(bytes).map_err(|_| CoreError::InvalidText)?;
    let words: Vec<&str> = text.split_whitespace().collect();
    let share = words.len().div_ceil(usize::from(config.threads.get())).max(WORDS_PER_THREAD_MIN);
    let shares: Vec<&[&str]> = words.chunks(share).collect();
    let characters: usize = thread::scope(|scope| {
        let count = |words: &[&str]| words.iter().map(|w| w.chars().count()).sum::<usize>();
        let others: Vec<_> = shares.iter().skip(1).map(|words| scope.spawn(move || count(words))).collect();
        let first = shares.first().map_or(0, |words| count(words));
        others.into_iter().try_fold(first, |sum, other| Some(sum + other.join().ok()?))
    })
    .ok_or(CoreError::Internal)?;
    let mut processed = words.join(" ");
    processed += &format!(" [{} words, {characters} characters", words.len());
    if config.mode == Mode::Development {
        processed += &format!(", {} of {} threads", shares.len().max(1), config.threads);
    }
    processed.push(']');
    CString::new(processed).map_err(|_| CoreError::InvalidText)
}
