use crate::sys;
use std::marker::PhantomData;
use std::mem;
use std::ptr::{self, NonNull};
use std::slice;

pub struct Reader<'a> {
    raw: NonNull<sys::RawReader>,
    _bytes: PhantomData<&'a [u8]>,
}

pub struct Frame {
    raw: sys::RawFrame,
}

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let raw = NonNull::new(unsafe { sys::reader_new(bytes.as_ptr(), bytes.len()) })?;
        Some(Reader { raw, _bytes: PhantomData })
    }

    pub fn next_frame(&mut self) -> Option<Frame> {
        let mut raw = sys::RawFrame { data: ptr::null_mut(), len: 0 };
        let got = unsafe { sys::reader_next(self.raw.as_ptr(), &mut raw) };
        (got && !raw.data.is_null()).then_some(Frame { raw })
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        unsafe { sys::reader_free(self.raw.as_ptr()) }
    }
}

impl Frame {
    pub fn payload(&self) -> &[u8] {
        unsafe { slice::from_raw_parts(self.raw.data, self.raw.len) }
    }

    /// Without a copy.
    pub fn into_payload(self) -> Vec<u8> {
        let raw = self.raw;
        mem::forget(self);
        unsafe { Vec::from_raw_parts(raw.data, raw.len, raw.len) }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        unsafe { sys::frame_release(self.raw) }
    }
}
