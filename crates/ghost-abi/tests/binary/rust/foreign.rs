//! Signatures that mean nothing to C. They are described as what they are, never left out.
use std::ffi::CStr;
#[repr(C)]
pub struct Holder {
    pub text: Option<u32>,
    pub count: u8,
}
#[unsafe(no_mangle)]
pub extern "C" fn slice_sum(bytes: &[u8], text: &str) -> usize {
    bytes.len() + text.len()
}
#[unsafe(no_mangle)]
pub extern "C" fn owned(text: &CStr) -> String {
    text.to_string_lossy().into_owned()
}
#[unsafe(no_mangle)]
pub extern "C" fn maybe(value: Option<u32>, pair: (u8, u16)) -> Result<u8, u16> {
    if value.is_some() { Ok(pair.0) } else { Err(pair.1) }
}
#[unsafe(no_mangle)]
pub extern "C" fn held(holder: Holder, behind: &(u8, u32), dynamic: &dyn Fn(u8) -> u8) -> u8 {
    dynamic(holder.count) + behind.0
}
#[unsafe(no_mangle)]
pub extern "C" fn options(
    cell: Option<std::cell::Cell<&'static u8>>,
    text: Option<&'static str>,
    thin: Option<&std::cell::Cell<u8>>,
) -> usize {
    usize::from(cell.is_some()) + text.map_or(0, str::len) + usize::from(thin.is_some())
}
