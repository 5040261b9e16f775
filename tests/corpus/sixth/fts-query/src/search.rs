use std::ffi::CString;
use std::os::raw::{c_char, c_void};

extern "C" {
    fn fts_open() -> *mut c_void;
    fn fts_close(ix: *mut c_void);
    fn fts_add(ix: *mut c_void, text: *const c_char) -> bool;
    fn fts_count(ix: *const c_void, word: *const c_char) -> u32;
}

pub struct Searcher(*mut c_void);

#[derive(Debug)]
pub enum Error {
    Nul(std::ffi::NulError),
    Memory,
}

impl From<std::ffi::NulError> for Error {
    fn from(e: std::ffi::NulError) -> Error {
        Error::Nul(e)
    }
}

impl Searcher {
    pub fn open() -> Result<Searcher, Error> {
        let raw = unsafe { fts_open() };
        if raw.is_null() {
            return Err(Error::Memory);
        }
        Ok(Searcher(raw))
    }

    pub fn add(&mut self, text: &str) -> Result<(), Error> {
        let text = CString::new(text)?;
        if unsafe { fts_add(self.0, text.as_ptr()) } {
            Ok(())
        } else {
            Err(Error::Memory)
        }
    }

    /// The words of the query with the number of their hits, best first.
    pub fn hits<'q>(&self, query: &'q str) -> Vec<(&'q str, u32)> {
        let mut hits: Vec<_> = query
            .split_whitespace()
            .map(|w| (w, unsafe { fts_count(self.0, w.as_ptr().cast()) }))
            .filter(|(_, n)| *n > 0)
            .collect();
        hits.sort_by(|a, b| b.1.cmp(&a.1));
        hits
    }
}

impl Drop for Searcher {
    fn drop(&mut self) {
        unsafe { fts_close(self.0) }
    }
}
