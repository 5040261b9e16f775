#[repr(C)]
pub struct Entry {
    pub name: [u8; 24],
    pub score: u32,
}
#[no_mangle]
pub extern "C" fn entry_score(e: *const Entry) -> u32 { unsafe { e.as_ref() }.map_or(0, |e| e.score) }
