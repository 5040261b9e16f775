use std::sync::mpsc::{Sender, channel};
use std::thread::{self, JoinHandle};
struct Line { ptr: *const u8, len: usize }
unsafe impl Send for Line {}
pub struct Log { lines: Option<Sender<Vec<u8>>>, worker: Option<JoinHandle<u64>> }
#[unsafe(no_mangle)]
pub extern "C" fn log_open() -> *mut Log {
    let (lines, inbox) = channel::<Vec<u8>>();
    let worker = thread::spawn(move || {
        let mut sum = 0u64;
        for line in inbox {
            let bytes = line;
            sum = sum.wrapping_add(bytes.iter().map(|b| u64::from(*b)).sum());
        }
        sum
    });
    Box::into_raw(Box::new(Log { lines: Some(lines), worker: Some(worker) }))
}
/// # Safety
/// `text` holds `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn log_line(log: *const Log, text: *const u8, len: usize) -> bool {
    let Some(log) = (unsafe { log.as_ref() }) else { return false };
    if text.is_null() { return false }
    let line = unsafe { std::slice::from_raw_parts(text, len) }.to_vec();
    log.lines.as_ref().is_some_and(|l| l.send(line).is_ok())
}
/// # Safety
/// From `log_open`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn log_close(log: *mut Log) -> u64 {
    if log.is_null() { return 0 }
    let mut log = unsafe { Box::from_raw(log) };
    drop(log.lines.take());
    log.worker.take().and_then(|w| w.join().ok()).unwrap_or(0)
}
