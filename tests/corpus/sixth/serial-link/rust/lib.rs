//! Framed protocol over a serial line.

mod frame;

use frame::Decoder;
use std::fs::{File, OpenOptions};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;

pub struct Port {
    file: File,
    decoder: Decoder,
}

/// # Safety
/// `path` points to `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open_port(path: *const u8, len: usize) -> Option<Box<Port>> {
    if path.is_null() {
        return None;
    }
    let name = std::ffi::OsStr::from_bytes(unsafe { std::slice::from_raw_parts(path, len) });
    let file = OpenOptions::new().read(true).write(true).open(name).ok()?;
    Some(Box::new(Port { file, decoder: Decoder::default() }))
}

#[unsafe(no_mangle)]
pub extern "C" fn close_port(port: Option<Box<Port>>) {
    drop(port);
}

/// Copies the next whole frame to `out` and gives its length; 0 at the end of the line, -1 on error.
///
/// # Safety
/// `out` points to `cap` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn read(port: Option<&mut Port>, out: *mut u8, cap: usize) -> isize {
    let Some(port) = port else { return -1 };
    if out.is_null() || cap < frame::MAX {
        return -1;
    }
    let out = unsafe { std::slice::from_raw_parts_mut(out, cap) };
    let mut chunk = [0; 64];
    loop {
        if let Some(frame) = port.decoder.next_frame() {
            out[..frame.len()].copy_from_slice(&frame);
            return frame.len() as isize;
        }
        match port.file.read(&mut chunk) {
            Ok(0) => return 0,
            Ok(n) => port.decoder.push(&chunk[..n]),
            Err(_) => return -1,
        }
    }
}
