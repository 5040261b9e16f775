//! Sorting of foreign records with a Rust closure.
use std::cmp::Ordering;
use std::ffi::c_void;
use std::panic::{catch_unwind, AssertUnwindSafe};

type Cmp = unsafe extern "C-unwind" fn(*mut c_void, *const u8, *const u8) -> i32;

extern "C-unwind" {
    fn records_sort(base: *mut u8, count: usize, size: usize, cmp: Cmp, user: *mut c_void) -> bool;
}

pub trait Record: Copy {}
impl Record for u32 {}
impl Record for [u8; 16] {}

unsafe extern "C-unwind" fn trampoline<T, F>(user: *mut c_void, a: *const u8, b: *const u8) -> i32
where
    T: Record,
    F: FnMut(&T, &T) -> Ordering,
{
    let f = &mut *user.cast::<F>();
    match f(&a.cast::<T>().read_unaligned(), &b.cast::<T>().read_unaligned()) {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }
}

#[derive(Debug)]
pub enum SortError {
    ComparatorPanicked,
    OutOfMemory,
}

/// Sorts in place. A panic of `f` is reported as an error.
pub fn sort_by<T, F>(items: &mut [T], mut f: F) -> Result<(), SortError>
where
    T: Record,
    F: FnMut(&T, &T) -> Ordering,
{
    let user: *mut c_void = (&mut f as *mut F).cast();
    let done = catch_unwind(AssertUnwindSafe(|| unsafe {
        records_sort(
            items.as_mut_ptr().cast(),
            items.len(),
            std::mem::size_of::<T>(),
            trampoline::<T, F>,
            user,
        )
    }));
    match done {
        Ok(true) => Ok(()),
        Ok(false) => Err(SortError::OutOfMemory),
        Err(_) => Err(SortError::ComparatorPanicked),
    }
}
