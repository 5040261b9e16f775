//! A small event parser for the settings files (a subset of XML).
use std::slice;

mod scan;

use std::ffi::c_void;

pub type OnElement = extern "C" fn(ctx: *mut c_void, name: *const u8, len: usize, depth: u32);

/// Calls `on` for each start tag. Returns the number of tags, or -1 when tags do not match.
#[no_mangle]
pub unsafe extern "C" fn sax_parse(text: *const u8, len: usize, on: Option<OnElement>, ctx: *mut c_void) -> i64 {
    let (false, Some(on)) = (text.is_null(), on) else {
        return -1;
    };
    let mut depth = 0u32;
    let mut seen = 0i64;
    for tag in scan::Tags::new(slice::from_raw_parts(text, len)) {
        match tag {
            scan::Tag::Open(name) => {
                on(ctx, name.as_ptr(), name.len(), depth);
                depth = depth.saturating_add(1);
                seen = seen.saturating_add(1);
            }
            scan::Tag::Close => match depth.checked_sub(1) {
                Some(d) => depth = d,
                None => return -1,
            },
        }
    }
    if depth == 0 { seen } else { -1 }
}
