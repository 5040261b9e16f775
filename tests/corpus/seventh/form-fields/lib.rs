use std::slice;
use std::str;

const NOT_TEXT: isize = -1;
const NOT_FOUND: isize = -2;
const NO_ROOM: isize = -3;

fn hex(b: u8) -> Option<u8> {
    (b as char).to_digit(16).map(|d| d as u8)
}

fn decode(field: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(field.len());
    let mut it = field.bytes();
    while let Some(b) = it.next() {
        match b {
            b'+' => out.push(b' '),
            b'%' => {
                let mut ahead = it.clone();
                match (ahead.next().and_then(hex), ahead.next().and_then(hex)) {
                    (Some(hi), Some(lo)) => {
                        out.push(hi << 4 | lo);
                        it = ahead;
                    }
                    _ => out.push(b'%'),
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// Writes the value of `name` to `out`; returns its length or a negative code.
#[no_mangle]
pub unsafe extern "C" fn form_field(
    body: *const u8,
    body_len: usize,
    name: *const u8,
    name_len: usize,
    out: *mut u8,
    cap: usize,
) -> isize {
    if body.is_null() || name.is_null() || out.is_null() {
        return NOT_FOUND;
    }
    let Ok(body) = str::from_utf8(slice::from_raw_parts(body, body_len)) else {
        return NOT_TEXT;
    };
    let name = slice::from_raw_parts(name, name_len);
    let found = body
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| key.as_bytes() == name);
    let Some((_, value)) = found else { return NOT_FOUND };
    let value = decode(value);
    if value.len() > cap {
        return NO_ROOM;
    }
    out.copy_from_nonoverlapping(value.as_ptr(), value.len());
    value.len() as isize
}
