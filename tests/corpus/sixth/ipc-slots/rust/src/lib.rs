//! Table of channels with names of a fixed size, which need not be terminated.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub const NAME_MAX: usize = 16;

/// A name padded with zeros; one of sixteen bytes has no zero at all.
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Name([u8; NAME_MAX]);

impl Name {
    fn new(name: &[u8]) -> Option<Self> {
        if name.is_empty() || name.len() > NAME_MAX || name.contains(&0) {
            return None;
        }
        let mut out = [0; NAME_MAX];
        out[..name.len()].copy_from_slice(name);
        Some(Self(out))
    }

    fn bytes(&self) -> &[u8] {
        let end = self.0.iter().position(|b| *b == 0).unwrap_or(NAME_MAX);
        &self.0[..end]
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", String::from_utf8_lossy(self.bytes()))
    }
}

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    pub id: u32,
    pub name: Name,
    pub depth: u32,
}

static SLOTS: Mutex<Vec<Slot>> = Mutex::new(Vec::new());

fn slots() -> MutexGuard<'static, Vec<Slot>> {
    SLOTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The id of the slot of that name, made if need be; 0 if the name is no good.
///
/// # Safety
/// `name` points to `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn slot_register(name: *const u8, len: usize, depth: u32) -> u32 {
    if name.is_null() {
        return 0;
    }
    let Some(name) = Name::new(unsafe { std::slice::from_raw_parts(name, len) }) else { return 0 };
    let mut slots = slots();
    if let Some(s) = slots.iter().find(|s| s.name == name) {
        return s.id;
    }
    let Ok(id) = u32::try_from(slots.len() + 1) else { return 0 };
    slots.push(Slot { id, name, depth });
    id
}

#[unsafe(no_mangle)]
pub extern "C" fn slot_info(id: u32, out: Option<&mut Slot>) -> bool {
    match (slots().iter().find(|s| s.id == id), out) {
        (Some(s), Some(out)) => {
            *out = *s;
            true
        }
        _ => false,
    }
}

/// How long the name is, in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn slot_name_len(slot: Option<&Slot>) -> usize {
    slot.map_or(0, |s| s.name.bytes().len())
}
