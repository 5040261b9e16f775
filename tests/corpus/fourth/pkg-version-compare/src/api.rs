use crate::semver::Version;

/// # Safety
/// `p` points at `n` bytes or is null.
unsafe fn slice<'a>(p: *const u8, n: usize) -> &'a [u8] {
    if p.is_null() {
        return &[];
    }
    unsafe { std::slice::from_raw_parts(p, n) }
}

/// -1, 0 or 1.
///
/// # Safety
/// Both texts are valid for their lengths.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn version_cmp(a: *const u8, an: usize, b: *const u8, bn: usize) -> i32 {
    let (a, b) = unsafe { (slice(a, an), slice(b, bn)) };
    Version::read(a).cmp(&Version::read(b)) as i32
}

/// Whether a version is at least another one with the same major.
///
/// # Safety
/// Both texts are valid for their lengths.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn version_compatible(a: *const u8, an: usize, b: *const u8, bn: usize) -> bool {
    let (have, want) = unsafe { (Version::read(slice(a, an)), Version::read(slice(b, bn))) };
    have.major() == want.major() && have >= want
}
