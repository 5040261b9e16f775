//! Reads trades out of archive files for the replay engine.

mod record;

use record::Trade;
use std::collections::VecDeque;

#[derive(Default)]
pub struct Archive {
    trades: VecDeque<Trade>,
    rest: Vec<u8>,
}

impl Archive {
    fn feed(&mut self, bytes: &[u8]) {
        self.rest.extend_from_slice(bytes);
        let whole = self.rest.len() / Trade::SIZE * Trade::SIZE;
        self.trades.extend(self.rest[..whole].chunks_exact(Trade::SIZE).filter_map(Trade::from_bytes));
        self.rest.drain(..whole);
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn archive_new() -> Box<Archive> {
    Box::default()
}

#[unsafe(no_mangle)]
pub extern "C" fn archive_free(archive: Option<Box<Archive>>) {
    drop(archive);
}

/// # Safety
/// `bytes` points to `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn archive_feed(archive: &mut Archive, bytes: *const u8, len: usize) {
    if len > 0 && !bytes.is_null() {
        archive.feed(unsafe { std::slice::from_raw_parts(bytes, len) });
    }
}

/// Takes the oldest trade; false when there is none.
///
/// # Safety
/// `out` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn archive_next(archive: &mut Archive, out: *mut Trade) -> bool {
    match archive.trades.pop_front() {
        Some(trade) if !out.is_null() => {
            unsafe { out.write_unaligned(trade) };
            true
        }
        _ => false,
    }
}
