use std::alloc::{GlobalAlloc, Layout, System};
use std::slice;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.fetch_add(layout.size(), Ordering::Relaxed);
        System.alloc(layout)
    }

    unsafe fn dealloc(&self, p: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        System.dealloc(p, layout)
    }
}

#[global_allocator]
static GLOBAL: Counting = Counting;

#[no_mangle]
pub unsafe extern "C" fn lexer_words(text: *const u8, len: usize) -> usize {
    if text.is_null() {
        return 0;
    }
    slice::from_raw_parts(text, len)
        .split(u8::is_ascii_whitespace)
        .filter(|w| !w.is_empty())
        .count()
}

#[no_mangle]
pub extern "C" fn lexer_memory() -> usize {
    IN_USE.load(Ordering::Relaxed)
}
