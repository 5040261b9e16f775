//! Lists the sections of an ELF image.

mod elf;

use elf::Section;
use std::mem::ManuallyDrop;

/// A vector of sections that belongs to whoever holds it; free it with `sections_free`.
#[repr(C)]
pub struct SectionList {
    pub ptr: *mut Section,
    pub len: usize,
    pub cap: usize,
}

impl SectionList {
    const EMPTY: Self = Self { ptr: std::ptr::null_mut(), len: 0, cap: 0 };

    fn from_vec(v: Vec<Section>) -> Self {
        let mut v = ManuallyDrop::new(v);
        Self { ptr: v.as_mut_ptr(), len: v.len(), cap: v.capacity() }
    }

    /// # Safety
    /// The parts are from `from_vec`; `len` may be smaller than it was.
    unsafe fn into_vec(self) -> Vec<Section> {
        if self.ptr.is_null() {
            return Vec::new();
        }
        unsafe { Vec::from_raw_parts(self.ptr, self.len, self.cap) }
    }
}

/// # Safety
/// `image` points to `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sections_read(image: *const u8, len: usize) -> SectionList {
    if image.is_null() {
        return SectionList::EMPTY;
    }
    let image = unsafe { std::slice::from_raw_parts(image, len) };
    elf::sections(image).map_or(SectionList::EMPTY, SectionList::from_vec)
}

/// # Safety
/// `list` is from `sections_read` and is not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sections_free(list: SectionList) {
    drop(unsafe { list.into_vec() });
}
