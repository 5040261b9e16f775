#[repr(C)]
pub struct Raw {
    _opaque: [u8; 0],
}

unsafe extern "C" {
    fn capture_open(link: u32) -> *mut Raw;
    fn capture_packet(capture: *mut Raw, bytes: *const u8, len: u32) -> bool;
    fn capture_close(capture: *mut Raw) -> u64;
}

/// A capture file that is being written.
pub struct Capture {
    raw: *mut Raw,
}

impl Capture {
    pub fn open(link: u32) -> Option<Self> {
        let raw = unsafe { capture_open(link) };
        (!raw.is_null()).then_some(Self { raw })
    }

    pub fn packet(&mut self, bytes: &[u8]) -> bool {
        let Ok(len) = u32::try_from(bytes.len()) else { return false };
        unsafe { capture_packet(self.raw, bytes.as_ptr(), len) }
    }

    /// Ends the file and returns its size.
    pub fn close(self) -> u64 {
        let raw = self.raw;
        std::mem::forget(self);
        unsafe { capture_close(raw) }
    }
}

impl Drop for Capture {
    fn drop(&mut self) {
        unsafe { capture_close(self.raw) };
    }
}
