use std::ffi::c_void;
use std::num::NonZeroU32;
use std::ptr::NonNull;

pub type EvictFn = unsafe extern "C" fn(user: *mut c_void, id: u32);

pub struct Slots {
    next: u32,
    live: Vec<NonZeroU32>,
    on_evict: Option<EvictFn>,
    user: *mut c_void,
}

#[unsafe(no_mangle)]
pub extern "C" fn slots_new(on_evict: Option<EvictFn>, user: *mut c_void) -> Option<Box<Slots>> {
    Some(Box::new(Slots { next: 0, live: Vec::new(), on_evict, user }))
}

/// None (0) when all eight slots are taken.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn slots_take(slots: Option<NonNull<Slots>>) -> Option<NonZeroU32> {
    let slots = unsafe { slots?.as_mut() };
    if slots.live.len() >= 8 {
        return None;
    }
    slots.next = slots.next.wrapping_add(1).max(1);
    let id = NonZeroU32::new(slots.next)?;
    slots.live.push(id);
    Some(id)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn slots_give(slots: Option<NonNull<Slots>>, id: Option<NonZeroU32>) -> bool {
    let (Some(mut slots), Some(id)) = (slots, id) else { return false };
    let slots = unsafe { slots.as_mut() };
    let Some(at) = slots.live.iter().position(|l| *l == id) else { return false };
    slots.live.swap_remove(at);
    let (hook, user) = (slots.on_evict, slots.user);
    if let Some(hook) = hook {
        unsafe { hook(user, id.get()) };
    }
    true
}

#[unsafe(no_mangle)]
pub extern "C" fn slots_free(slots: Option<Box<Slots>>) {
    drop(slots);
}
