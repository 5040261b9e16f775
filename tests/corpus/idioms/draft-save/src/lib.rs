use std::collections::BTreeMap;
#[derive(Default)]
pub struct Drafts { all: BTreeMap<u32, String>, bytes: usize }
#[unsafe(no_mangle)]
pub extern "C" fn drafts_new() -> Box<Drafts> { Box::default() }
#[unsafe(no_mangle)]
pub extern "C" fn drafts_free(_: Option<Box<Drafts>>) {}
/// # Safety
/// `text` holds `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn drafts_put(drafts: &mut Drafts, id: u32, text: *mut u8, len: usize) -> bool {
    if text.is_null() { return false }
    let bytes = unsafe { Vec::from_raw_parts(text, len, len) };
    let Ok(text) = String::from_utf8(bytes) else { return false };
    drafts.bytes += text.len();
    drafts.all.insert(id, text);
    true
}
#[unsafe(no_mangle)]
pub extern "C" fn drafts_bytes(drafts: &Drafts) -> usize { drafts.bytes }
