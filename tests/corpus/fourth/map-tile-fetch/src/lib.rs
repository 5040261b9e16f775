mod tile;

use std::sync::atomic::{AtomicU32, Ordering};

static PENDING: AtomicU32 = AtomicU32::new(0);
static BYTES: AtomicU32 = AtomicU32::new(0);

struct Target {
    ptr: *mut u8,
    len: usize,
}
unsafe impl Send for Target {}

impl Target {
    fn fill(&self, data: &[u8]) -> usize {
        let n = data.len().min(self.len);
        unsafe { std::ptr::copy_nonoverlapping(data.as_ptr(), self.ptr, n) };
        n
    }
}

/// Starts to fetch a tile into a buffer.
///
/// # Safety
/// `buf` is valid for `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn fetch_start(z: u8, x: u32, y: u32, buf: *mut u8, len: usize) -> bool {
    if buf.is_null() || !tile::exists(z, x, y) {
        return false;
    }
    let target = Target { ptr: buf, len };
    PENDING.fetch_add(1, Ordering::AcqRel);
    let spawned = std::thread::Builder::new().spawn(move || {
        let target = target;
        let n = target.fill(&tile::render(z, x, y));
        BYTES.fetch_add(n as u32, Ordering::AcqRel);
        PENDING.fetch_sub(1, Ordering::AcqRel);
    });
    if spawned.is_err() {
        PENDING.fetch_sub(1, Ordering::AcqRel);
    }
    spawned.is_ok()
}

#[no_mangle]
pub extern "C" fn fetch_pending() -> u32 {
    PENDING.load(Ordering::Acquire)
}

#[no_mangle]
pub extern "C" fn fetch_bytes() -> u32 {
    BYTES.load(Ordering::Acquire)
}
