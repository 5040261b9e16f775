//! Interns the names of a scene file: the same text gives the same number.
use std::cell::UnsafeCell;
use std::collections::BTreeMap;

struct Names {
    ids: BTreeMap<Vec<u8>, u32>,
}

struct Global {
    names: UnsafeCell<Names>,
}

// SAFETY: the scene is loaded before the worker threads start.
unsafe impl Sync for Global {}

static GLOBAL: Global = Global { names: UnsafeCell::new(Names { ids: BTreeMap::new() }) };

impl Global {
    fn with<R>(&self, work: impl FnOnce(&mut Names) -> R) -> R {
        work(unsafe { &mut *self.names.get() })
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn intern(text: *const u8, len: u32) -> u32 {
    if text.is_null() {
        return 0;
    }
    let text = unsafe { std::slice::from_raw_parts(text, len as usize) };
    GLOBAL.with(|names| {
        if let Some(id) = names.ids.get(text) {
            return *id;
        }
        let id = u32::try_from(names.ids.len()).unwrap_or(u32::MAX).saturating_add(1);
        names.ids.insert(text.to_vec(), id);
        id
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn intern_count() -> u32 {
    GLOBAL.with(|names| u32::try_from(names.ids.len()).unwrap_or(u32::MAX))
}
