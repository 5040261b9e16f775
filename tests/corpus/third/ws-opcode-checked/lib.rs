//! Frame headers of RFC 6455.
mod frame;

use frame::{Header, Opcode};
use std::slice;

/// Reads a frame header; false when more bytes are needed or the frame is bad.
#[no_mangle]
pub unsafe extern "C" fn ws_header(data: *const u8, len: usize, out: *mut Header) -> bool {
    if data.is_null() || out.is_null() {
        return false;
    }
    match frame::read(slice::from_raw_parts(data, len)) {
        Some(header) => {
            out.write(header);
            true
        }
        None => false,
    }
}

#[no_mangle]
pub unsafe extern "C" fn ws_is_control(header: *const Header) -> bool {
    header.as_ref().is_some_and(|h| matches!(h.opcode, Opcode::Close | Opcode::Ping | Opcode::Pong))
}
