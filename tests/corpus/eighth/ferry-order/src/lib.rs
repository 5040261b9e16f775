mod heap;

use heap::Heap;
use std::ffi::c_void;

pub type LessFn = unsafe extern "C" fn(user: *const c_void, a: u32, b: u32) -> bool;

#[unsafe(no_mangle)]
pub extern "C" fn ferry_heap_new(less: Option<LessFn>, user: *const c_void) -> *mut Heap {
    match less {
        Some(less) => Box::into_raw(Box::new(Heap::new(less, user))),
        None => std::ptr::null_mut(),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn ferry_heap_free(heap: *mut Heap) {
    if !heap.is_null() {
        drop(unsafe { Box::from_raw(heap) });
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn ferry_heap_push(heap: *mut Heap, item: u32) {
    if let Some(heap) = unsafe { heap.as_mut() } {
        heap.push(item);
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn ferry_heap_pop(heap: *mut Heap, item: *mut u32) -> bool {
    let (Some(heap), Some(item)) = (unsafe { heap.as_mut() }, unsafe { item.as_mut() }) else {
        return false;
    };
    match heap.pop() {
        Some(first) => {
            *item = first;
            true
        }
        None => false,
    }
}
