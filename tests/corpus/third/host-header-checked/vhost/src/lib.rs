//! Virtual hosts of the proxy.
use std::ffi::{CStr, c_char};

struct Site {
    name: &'static [u8],
    backend: u16,
}

const SITES: &[Site] = &[
    Site { name: b"admin.example", backend: 9001 },
    Site { name: b"www.example", backend: 8080 },
    Site { name: b"static.example", backend: 8081 },
];

fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.eq_ignore_ascii_case(y))
}

/// Port of the backend for `host`, 0 when nobody serves it.
///
/// # Safety
/// `host` is a C string or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn vhost_backend(host: *const c_char) -> u16 {
    if host.is_null() {
        return 0;
    }
    let host = unsafe { CStr::from_ptr(host) }.to_bytes();
    let host = host.split(|b| *b == b':').next().unwrap_or(host);
    SITES.iter().find(|s| same(s.name, host)).map_or(0, |s| s.backend)
}
