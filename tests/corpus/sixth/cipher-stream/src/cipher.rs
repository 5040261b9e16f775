use std::ptr::NonNull;

mod ffi {
    use std::ptr::NonNull;

    #[repr(C)]
    pub struct Stream {
        _opaque: [u8; 0],
    }

    unsafe extern "C" {
        pub fn stream_new(key: &[u8; 32], nonce: &[u8; 12]) -> Option<NonNull<Stream>>;
        pub fn stream_free(s: Option<NonNull<Stream>>);
        pub fn stream_xor(s: NonNull<Stream>, data: *const u8, len: usize);
    }
}

pub struct Cipher {
    raw: NonNull<ffi::Stream>,
}

impl Cipher {
    pub fn new(key: &[u8; 32], nonce: &[u8; 12]) -> Option<Self> {
        unsafe { ffi::stream_new(key, nonce) }.map(|raw| Self { raw })
    }

    /// Feeds one message through the stream.
    pub fn seal(&mut self, message: &[u8]) {
        unsafe { ffi::stream_xor(self.raw, message.as_ptr(), message.len()) }
    }
}

impl Drop for Cipher {
    fn drop(&mut self) {
        unsafe { ffi::stream_free(Some(self.raw)) }
    }
}
