use std::ffi::{CString, OsStr, c_char};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

unsafe extern "C" {
    /// Takes bytes; they need not be text, and may hold NULs.
    fn filter_extension(name: *const u8, len: usize) -> u32;
    /// Takes a terminated path.
    fn filter_hidden(path: *const c_char) -> bool;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Source,
    Document,
    Other,
}

#[derive(Debug)]
pub enum Refusal {
    NoName,
    Nul(usize),
    Hidden,
}

fn kind(name: &OsStr) -> Kind {
    let bytes = name.as_bytes();
    match unsafe { filter_extension(bytes.as_ptr(), bytes.len()) } {
        1 => Kind::Source,
        2 => Kind::Document,
        _ => Kind::Other,
    }
}

pub fn classify(path: &Path) -> Result<Kind, Refusal> {
    let name = path.file_name().ok_or(Refusal::NoName)?;
    let terminated = CString::new(path.as_os_str().as_bytes()).map_err(|e| Refusal::Nul(e.nul_position()))?;
    if unsafe { filter_hidden(terminated.as_ptr()) } {
        return Err(Refusal::Hidden);
    }
    Ok(kind(name))
}
