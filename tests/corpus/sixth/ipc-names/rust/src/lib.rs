//! Table of the channels between the processes of the vehicle.

use std::sync::{Mutex, PoisonError};

pub const NAME_MAX: usize = 16;

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Channel {
    pub id: u32,
    pub name: [u8; NAME_MAX],
    pub depth: u32,
}

static TABLE: Mutex<Vec<Channel>> = Mutex::new(Vec::new());

fn fixed(name: &[u8]) -> Option<[u8; NAME_MAX]> {
    if name.is_empty() || name.len() > NAME_MAX || name.contains(&0) {
        return None;
    }
    let mut out = [0; NAME_MAX];
    out[..name.len()].copy_from_slice(name);
    Some(out)
}

/// The id of the channel of that name, made if need be; 0 if the name is no good.
///
/// # Safety
/// `name` points to `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn channel_register(name: *const u8, len: usize, depth: u32) -> u32 {
    if name.is_null() {
        return 0;
    }
    let Some(name) = fixed(unsafe { std::slice::from_raw_parts(name, len) }) else { return 0 };
    let mut table = TABLE.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(c) = table.iter().find(|c| c.name == name) {
        return c.id;
    }
    let id = table.len() as u32 + 1;
    table.push(Channel { id, name, depth });
    id
}

/// Copies the entry of a channel.
#[unsafe(no_mangle)]
pub extern "C" fn channel_info(id: u32, out: Option<&mut Channel>) -> bool {
    let table = TABLE.lock().unwrap_or_else(PoisonError::into_inner);
    match (table.iter().find(|c| c.id == id), out) {
        (Some(c), Some(out)) => {
            *out = *c;
            true
        }
        _ => false,
    }
}
