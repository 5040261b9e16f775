use std::ffi::CString;
use std::os::raw::c_char;

const BLOCK: usize = 512;
const NAME_FIELD: usize = 100;

pub struct Archive {
    names: Vec<CString>,
    sizes: Vec<u64>,
}

fn octal(field: &[u8]) -> u64 {
    field
        .iter()
        .take_while(|b| (b'0'..=b'7').contains(*b))
        .fold(0u64, |n, b| n.wrapping_mul(8) + u64::from(b - b'0'))
}

fn read_entry(header: &[u8]) -> (CString, u64) {
    let field = &header[..NAME_FIELD];
    let end = field.iter().position(|b| *b == 0).unwrap_or(NAME_FIELD);
    let name = CString::new(&field[..end]).unwrap_or_default();
    (name, octal(&header[124..136]))
}

/// Reads the table of contents of an uncompressed package.
///
/// # Safety
/// `data` points at `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn pkg_open(data: *const u8, len: usize) -> *mut Archive {
    if data.is_null() {
        return std::ptr::null_mut();
    }
    let bytes = std::slice::from_raw_parts(data, len);
    let mut archive = Archive { names: Vec::new(), sizes: Vec::new() };
    let mut blocks = bytes.chunks_exact(BLOCK);
    while let Some(header) = blocks.next() {
        if header[0] == 0 {
            break;
        }
        let (name, size) = read_entry(header);
        for _ in 0..(size as usize).div_ceil(BLOCK) {
            if blocks.next().is_none() {
                break;
            }
        }
        archive.names.push(name);
        archive.sizes.push(size);
    }
    Box::into_raw(Box::new(archive))
}

/// # Safety
/// `a` comes from `pkg_open`.
#[no_mangle]
pub unsafe extern "C" fn pkg_entry_count(a: *const Archive) -> usize {
    a.as_ref().map_or(0, |a| a.names.len())
}

/// Borrowed from the archive, valid until `pkg_close`.
///
/// # Safety
/// `a` comes from `pkg_open`.
#[no_mangle]
pub unsafe extern "C" fn pkg_entry_name(a: *const Archive, i: usize) -> *const c_char {
    a.as_ref()
        .and_then(|a| a.names.get(i))
        .map_or(std::ptr::null(), |n| n.as_ptr())
}

/// # Safety
/// `a` comes from `pkg_open`.
#[no_mangle]
pub unsafe extern "C" fn pkg_entry_size(a: *const Archive, i: usize) -> u64 {
    a.as_ref().and_then(|a| a.sizes.get(i)).copied().unwrap_or(0)
}

/// # Safety
/// `a` comes from `pkg_open` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn pkg_close(a: *mut Archive) {
    if !a.is_null() {
        drop(Box::from_raw(a));
    }
}
