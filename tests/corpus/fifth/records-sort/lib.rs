//! Sorting of foreign records with a Rust closure.
use std::cmp::Ordering;
use std::ffi::c_void;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};

type Cmp = unsafe extern "C" fn(*mut c_void, *const u8, *const u8) -> i32;

extern "C" {
    fn table_sort(base: *mut u8, count: usize, size: usize, cmp: Cmp, user: *mut c_void) -> bool;
}

pub trait Record: Copy {}
impl Record for u32 {}
impl Record for [u8; 16] {}

struct State<F> {
    f: F,
    panic: Option<Box<dyn std::any::Any + Send>>,
}

unsafe extern "C" fn trampoline<T, F>(user: *mut c_void, a: *const u8, b: *const u8) -> i32
where
    T: Record,
    F: FnMut(&T, &T) -> Ordering,
{
    let st = &mut *user.cast::<State<F>>();
    if st.panic.is_some() {
        return 0;
    }
    let (a, b) = (a.cast::<T>().read_unaligned(), b.cast::<T>().read_unaligned());
    match catch_unwind(AssertUnwindSafe(|| (st.f)(&a, &b))) {
        Ok(Ordering::Less) => -1,
        Ok(Ordering::Equal) => 0,
        Ok(Ordering::Greater) => 1,
        Err(p) => {
            st.panic = Some(p);
            0
        }
    }
}

#[derive(Debug)]
pub enum SortError {
    OutOfMemory,
}

/// Sorts in place. A panic of `f` goes on when the sort is over.
pub fn sort_by<T, F>(items: &mut [T], f: F) -> Result<(), SortError>
where
    T: Record,
    F: FnMut(&T, &T) -> Ordering,
{
    let mut st = State { f, panic: None };
    let user: *mut c_void = (&mut st as *mut State<F>).cast();
    let done = unsafe {
        table_sort(
            items.as_mut_ptr().cast(),
            items.len(),
            std::mem::size_of::<T>(),
            trampoline::<T, F>,
            user,
        )
    };
    if let Some(p) = st.panic {
        resume_unwind(p);
    }
    if done { Ok(()) } else { Err(SortError::OutOfMemory) }
}
