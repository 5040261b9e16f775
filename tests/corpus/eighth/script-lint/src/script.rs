use std::ffi::{CStr, CString};
use std::fs;
use std::io;
use std::path::Path;

pub struct Script {
    text: CString,
}

impl Script {
    pub fn load(path: &Path) -> io::Result<Script> {
        let mut bytes = fs::read(path)?;
        if bytes.starts_with(b"\xef\xbb\xbf") {
            bytes.drain(..3);
        }
        // The file ends where it ends; the terminator is added here.
        let text = unsafe { CString::from_vec_unchecked(bytes) };
        Ok(Script { text })
    }

    pub fn text(&self) -> &CStr {
        &self.text
    }
}
