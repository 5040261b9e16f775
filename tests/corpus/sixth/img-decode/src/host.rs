//! Memory for the decoder: every block has a header with its layout in front.

use std::alloc::{Layout, alloc, dealloc};
use std::ffi::c_void;

const HEADER: usize = 16;

#[repr(C)]
pub struct Host {
    pub user: *mut c_void,
    pub alloc: unsafe extern "C" fn(*mut c_void, usize) -> *mut u8,
    pub free: unsafe extern "C" fn(*mut c_void, *mut u8),
}

#[derive(Default)]
pub struct Counter {
    pub live: std::cell::Cell<usize>,
}

fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(HEADER)?, 16).ok()
}

unsafe extern "C" fn host_alloc(user: *mut c_void, size: usize) -> *mut u8 {
    let Some(layout) = layout(size) else { return std::ptr::null_mut() };
    let counter = unsafe { &*user.cast::<Counter>() };
    unsafe {
        let base = alloc(layout);
        if base.is_null() {
            return base;
        }
        base.cast::<usize>().write(size);
        counter.live.set(counter.live.get() + 1);
        base.add(HEADER)
    }
}

unsafe extern "C" fn host_free(user: *mut c_void, ptr: *mut u8) {
    if ptr.is_null() {
        return;
    }
    let counter = unsafe { &*user.cast::<Counter>() };
    unsafe {
        let base = ptr.sub(HEADER);
        let size = base.cast::<usize>().read();
        if let Some(layout) = layout(size) {
            dealloc(base, layout);
            counter.live.set(counter.live.get() - 1);
        }
    }
}

impl Host {
    /// The table for a counter that outlives it.
    pub fn new(counter: &Counter) -> Self {
        Self { user: std::ptr::from_ref(counter).cast_mut().cast(), alloc: host_alloc, free: host_free }
    }
}
