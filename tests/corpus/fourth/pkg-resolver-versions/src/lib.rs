mod lockfile;

use lockfile::Lockfile;

/// # Safety
/// `name` points at `len` bytes.
unsafe fn text<'a>(name: *const u8, len: usize) -> Option<&'a str> {
    if name.is_null() {
        return None;
    }
    std::str::from_utf8(unsafe { std::slice::from_raw_parts(name, len) }).ok()
}

#[unsafe(no_mangle)]
pub extern "C" fn lock_new() -> *mut Lockfile {
    Box::into_raw(Box::new(Lockfile::default()))
}

/// Pins a package.
///
/// # Safety
/// `l` comes from `lock_new`, the texts are valid for their lengths.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lock_pin(
    l: *mut Lockfile,
    name: *const u8,
    name_len: usize,
    version: *const u8,
    version_len: usize,
) -> bool {
    let Some(lock) = (unsafe { l.as_mut() }) else { return false };
    match unsafe { (text(name, name_len), text(version, version_len)) } {
        (Some(n), Some(v)) => {
            lock.pins.insert(n.to_owned(), v.to_owned());
            true
        }
        _ => false,
    }
}

/// The pinned version, its length in `len`; null when the package is unknown.
///
/// # Safety
/// `l` comes from `lock_new`, `name` is valid for `name_len` bytes, `len` for writes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lock_version(
    l: *const Lockfile,
    name: *const u8,
    name_len: usize,
    len: *mut usize,
) -> *const u8 {
    let found = unsafe { l.as_ref() }
        .zip(unsafe { text(name, name_len) })
        .and_then(|(l, n)| l.pins.get(n));
    match (found, unsafe { len.as_mut() }) {
        (Some(v), Some(len)) => {
            *len = v.len();
            v.as_ptr()
        }
        _ => std::ptr::null(),
    }
}

/// # Safety
/// `l` comes from `lock_new` and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lock_free(l: *mut Lockfile) {
    if !l.is_null() {
        drop(unsafe { Box::from_raw(l) });
    }
}
