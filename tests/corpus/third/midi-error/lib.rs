//! Standard MIDI file header and variable length numbers.
mod error;

use std::slice;

pub const BAD_MAGIC: i32 = -2;
pub const TRUNCATED: i32 = -3;

#[repr(C)]
pub struct Header {
    pub format: u16,
    pub tracks: u16,
    pub division: u16,
}

fn be16(b: &[u8]) -> Option<u16> {
    match b {
        [hi, lo, ..] => Some(u16::from(*hi) << 8 | u16::from(*lo)),
        _ => None,
    }
}

fn parse(bytes: &[u8]) -> Result<Header, i32> {
    let rest = bytes.strip_prefix(b"MThd\0\0\0\x06").ok_or(BAD_MAGIC)?;
    let word = |at: usize| rest.get(at..).and_then(be16).ok_or(TRUNCATED);
    Ok(Header { format: word(0)?, tracks: word(2)?, division: word(4)? })
}

#[no_mangle]
pub unsafe extern "C" fn midi_header(data: *const u8, len: usize, out: *mut Header) -> bool {
    if data.is_null() || out.is_null() {
        return false;
    }
    match parse(slice::from_raw_parts(data, len)) {
        Ok(header) => {
            out.write(header);
            true
        }
        Err(code) => {
            error::set(code);
            false
        }
    }
}

/// Code of the last failure, then forgets it.
#[no_mangle]
pub extern "C" fn midi_last_error() -> i32 {
    error::take()
}
