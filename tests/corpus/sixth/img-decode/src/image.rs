use crate::host::{Counter, Host};
use std::ffi::c_int;

#[repr(C)]
struct Raw {
    width: u32,
    height: u32,
    pixels: *mut u8,
    len: usize,
}

unsafe extern "C" {
    fn img_decode(host: *const Host, data: *const u8, len: usize, out: *mut Raw) -> c_int;
}

pub struct Image<'c> {
    raw: Raw,
    host: Host,
    _counter: std::marker::PhantomData<&'c Counter>,
}

impl<'c> Image<'c> {
    pub fn decode(counter: &'c Counter, data: &[u8]) -> Result<Self, i32> {
        let host = Host::new(counter);
        let mut raw = Raw { width: 0, height: 0, pixels: std::ptr::null_mut(), len: 0 };
        match unsafe { img_decode(&host, data.as_ptr(), data.len(), &mut raw) } {
            0 => Ok(Self { raw, host, _counter: std::marker::PhantomData }),
            code => Err(code),
        }
    }

    pub fn size(&self) -> (u32, u32) {
        (self.raw.width, self.raw.height)
    }

    pub fn pixels(&self) -> &[u8] {
        unsafe { std::slice::from_raw_parts(self.raw.pixels, self.raw.len) }
    }
}

impl Drop for Image<'_> {
    fn drop(&mut self) {
        unsafe { (self.host.free)(self.host.user, self.raw.pixels) }
    }
}
