pub const NAME_LEN: usize = 32;
#[repr(C)]
pub struct Entry {
    pub id: u32,
    pub name: [u8; NAME_LEN],
}
#[no_mangle]
pub unsafe extern "C" fn entry_init(e: *mut Entry, id: u32) {
    if let Some(e) = unsafe { e.as_mut() } { e.id = id; e.name = [0; NAME_LEN]; }
}
