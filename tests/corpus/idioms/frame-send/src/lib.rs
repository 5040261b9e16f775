use std::sync::{Arc, Mutex};
use std::thread;
#[derive(Clone, Copy)]
struct Shared(*const u8, usize);
unsafe impl Send for Shared {}
impl Shared { fn bytes(&self) -> &[u8] { unsafe { std::slice::from_raw_parts(self.0, self.1) } } }
#[derive(Default)]
pub struct Sink { total: Arc<Mutex<u64>> }
#[unsafe(no_mangle)]
pub extern "C" fn sink_new() -> Box<Sink> { Box::default() }
#[unsafe(no_mangle)]
pub extern "C" fn sink_free(_: Option<Box<Sink>>) {}
/// # Safety
/// `px` holds `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sink_frame(sink: &Sink, px: *const u8, len: usize) -> bool {
    if px.is_null() { return false }
    let frame = Shared(px, len);
    let total = Arc::clone(&sink.total);
    let job = move || {
        let frame = frame;
        let sum: u64 = frame.bytes().iter().map(|b| u64::from(*b)).sum();
        if let Ok(mut t) = total.lock() { *t = t.wrapping_add(sum) }
    };
    thread::Builder::new().name("sink".into()).spawn(job).is_ok()
}
#[unsafe(no_mangle)]
pub extern "C" fn sink_total(sink: &Sink) -> u64 { sink.total.lock().map_or(0, |t| *t) }
