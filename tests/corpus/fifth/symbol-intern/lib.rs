use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

#[derive(Default)]
struct Interner {
    ids: HashMap<&'static [u8], u32>,
    names: Vec<&'static [u8]>,
}

fn table() -> MutexGuard<'static, Interner> {
    static TABLE: OnceLock<Mutex<Interner>> = OnceLock::new();
    TABLE
        .get_or_init(Mutex::default)
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

impl Interner {
    fn intern(&mut self, name: &[u8]) -> u32 {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let Ok(id) = u32::try_from(self.names.len()) else { return u32::MAX };
        // never freed: symbols live as long as the process
        let owned: &'static [u8] = Box::leak(name.to_vec().into_boxed_slice());
        self.names.push(owned);
        self.ids.insert(owned, id);
        id
    }
}

#[no_mangle]
pub unsafe extern "C" fn sym_intern(name: *const u8, len: usize) -> u32 {
    if name.is_null() {
        return u32::MAX;
    }
    table().intern(std::slice::from_raw_parts(name, len))
}

/// The bytes of a symbol, for ever. `len` may be null.
#[no_mangle]
pub unsafe extern "C" fn sym_name(id: u32, len: *mut usize) -> *const u8 {
    let name = table().names.get(id as usize).copied();
    if let Some(len) = len.as_mut() {
        *len = name.map_or(0, <[u8]>::len);
    }
    name.map_or(std::ptr::null(), <[u8]>::as_ptr)
}

#[no_mangle]
pub extern "C" fn sym_count() -> usize {
    table().names.len()
}
