use std::ptr::NonNull;

#[repr(C)]
struct RawSlab {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn slab_new(size: usize) -> *mut RawSlab;
    fn slab_free(s: *mut RawSlab);
    fn slab_alloc(s: *mut RawSlab, size: usize) -> u32;
    fn slab_left(s: *const RawSlab) -> usize;
}

const FULL: u32 = u32::MAX;

pub struct Slab(NonNull<RawSlab>);

impl Slab {
    pub fn new(size: usize) -> Option<Self> {
        NonNull::new(unsafe { slab_new(size) }).map(Slab)
    }

    pub fn alloc(&mut self, size: usize) -> Option<u32> {
        let at = unsafe { slab_alloc(self.0.as_ptr(), size) };
        (at != FULL).then_some(at)
    }

    pub fn left(&self) -> usize {
        unsafe { slab_left(self.0.as_ptr()) }
    }
}

impl Drop for Slab {
    fn drop(&mut self) {
        unsafe { slab_free(self.0.as_ptr()) }
    }
}
