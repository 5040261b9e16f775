use std::thread;
use std::time::Duration;

#[repr(C)]
struct RawCapture {
    _p: [u8; 0],
}

unsafe extern "C" {
    /// The buffer is written by another thread until `capture_end`.
    fn capture_begin(buf: *mut f32, len: usize, seed: u32) -> *mut RawCapture;
    fn capture_filled(c: *const RawCapture) -> usize;
    fn capture_level(c: *const RawCapture) -> u32;
    /// Stops and joins the thread and frees the capture.
    fn capture_end(c: *mut RawCapture) -> usize;
}

#[derive(Debug)]
pub enum Error {
    NoDevice,
    TooQuiet,
}

pub fn record(len: usize, seed: u32) -> Result<Vec<f32>, Error> {
    let mut buf = vec![0f32; len];
    let capture = unsafe { capture_begin(buf.as_mut_ptr(), buf.len(), seed) };
    if capture.is_null() {
        return Err(Error::NoDevice);
    }
    loop {
        thread::sleep(Duration::from_millis(5));
        let filled = unsafe { capture_filled(capture) };
        if filled > 100 && unsafe { capture_level(capture) } < 50 {
            return Err(Error::TooQuiet);
        }
        if filled >= len {
            break;
        }
    }
    let n = unsafe { capture_end(capture) };
    buf.truncate(n);
    Ok(buf)
}
