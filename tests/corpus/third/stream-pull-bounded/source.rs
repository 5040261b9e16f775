use std::ffi::c_void;

pub struct Source<'a> {
    rest: &'a [u8],
}

impl<'a> Source<'a> {
    pub fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    fn take(&mut self, n: usize) -> &'a [u8] {
        let (head, rest) = self.rest.split_at_checked(n).unwrap_or((self.rest, &[]));
        self.rest = rest;
        head
    }
}

/// Reads up to `len` bytes.
pub unsafe extern "C" fn read(user: *mut c_void, into: *mut u8, len: usize) -> usize {
    let Some(source) = (unsafe { user.cast::<Source<'_>>().as_mut() }) else { return 0 };
    if into.is_null() {
        return 0;
    }
    let into = unsafe { std::slice::from_raw_parts_mut(into, len) };
    let part = source.take(len);
    if let Some(into) = into.get_mut(..part.len()) {
        into.copy_from_slice(part);
    }
    part.len()
}
