use std::ffi::{c_char, c_int, CStr, CString};
use std::sync::OnceLock;

macro_rules! errors {
    ($($code:literal $name:literal $kind:ident),* $(,)?) => {
        fn find(code: c_int) -> Option<(&'static CStr, Kind)> {
            match code {
                $($code => Some(($name, Kind::$kind)),)*
                _ => None,
            }
        }
        const CODES: &[c_int] = &[$($code),*];
    };
}

#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    None = 0,
    Io = 1,
    Format = 2,
}

errors! {
    0 c"ok" None,
    10 c"short read" Io,
    11 c"device gone" Io,
    20 c"bad magic" Format,
    21 c"bad checksum" Format,
}

static LONG: OnceLock<Vec<CString>> = OnceLock::new();

fn long_table() -> &'static [CString] {
    LONG.get_or_init(|| {
        CODES
            .iter()
            .filter_map(|c| find(*c))
            .filter_map(|(name, kind)| {
                let text = format!("{:?}: {}", kind, name.to_string_lossy());
                CString::new(text).ok()
            })
            .collect()
    })
}

/// Never null; the text is static.
#[no_mangle]
pub extern "C" fn err_name(code: c_int) -> *const c_char {
    find(code).map_or(c"unknown", |e| e.0).as_ptr()
}

#[no_mangle]
pub extern "C" fn err_kind(code: c_int) -> Kind {
    find(code).map_or(Kind::None, |e| e.1)
}

/// The n-th long text, or null behind the last one. The table is never changed.
#[no_mangle]
pub extern "C" fn err_long(n: usize) -> *const c_char {
    long_table().get(n).map_or(std::ptr::null(), |s| s.as_ptr())
}
