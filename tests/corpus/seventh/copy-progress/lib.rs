use std::ffi::c_void;
use std::slice;

/// The total is not known when the source is a stream.
#[allow(improper_ctypes_definitions)]
pub type ProgressFn = extern "C" fn(user: *mut c_void, done: u64, total: Option<u64>) -> bool;

const CHUNK: usize = 4096;

/// Copies in chunks; the callback may stop it by returning false.
#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub unsafe extern "C" fn copy_bytes(
    src: *const u8,
    dst: *mut u8,
    len: usize,
    streamed: bool,
    progress: Option<ProgressFn>,
    user: *mut c_void,
) -> usize {
    if src.is_null() || dst.is_null() {
        return 0;
    }
    let total = if streamed { None } else { Some(len as u64) };
    let src = slice::from_raw_parts(src, len);
    let mut done = 0;
    for part in src.chunks(CHUNK) {
        dst.add(done).copy_from_nonoverlapping(part.as_ptr(), part.len());
        done += part.len();
        if let Some(progress) = progress {
            if !progress(user, done as u64, total) {
                break;
            }
        }
    }
    done
}
