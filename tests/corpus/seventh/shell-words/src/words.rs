use std::ffi::{CString, NulError, c_char};
use std::ptr::NonNull;

#[repr(C)]
struct RawWords {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn words_new() -> *mut RawWords;
    fn words_free(w: *mut RawWords);
    fn words_add(w: *mut RawWords, word: *const c_char) -> bool;
    fn words_has(w: *const RawWords, word: *const c_char) -> bool;
    fn words_len(w: *const RawWords) -> usize;
}

const VERSION: &str = concat!("v", "0.1.0", "\0");

#[derive(Debug)]
#[allow(dead_code)]
pub enum Error {
    Nul(NulError),
    Full,
}

pub struct Words(NonNull<RawWords>);

impl Words {
    pub fn new() -> Option<Words> {
        NonNull::new(unsafe { words_new() }).map(Words)
    }

    pub fn add(&mut self, word: &str) -> Result<(), Error> {
        let word = CString::new(word).map_err(Error::Nul)?;
        let added = unsafe { words_add(self.0.as_ptr(), word.as_ptr()) };
        if added { Ok(()) } else { Err(Error::Full) }
    }

    /// The words that are always there.
    pub fn reserved(&mut self) {
        for word in [c"if", c"then", c"fi"] {
            unsafe { words_add(self.0.as_ptr(), word.as_ptr()) };
        }
        unsafe { words_add(self.0.as_ptr(), VERSION.as_ptr().cast()) };
    }

    pub fn knows_version(&self) -> bool {
        unsafe { words_has(self.0.as_ptr(), VERSION.as_ptr().cast()) }
    }

    pub fn len(&self) -> usize {
        unsafe { words_len(self.0.as_ptr()) }
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        unsafe { words_free(self.0.as_ptr()) }
    }
}
