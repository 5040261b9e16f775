mod sys;

pub use sys::Rect;
use std::os::raw::c_void;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
use std::ptr::NonNull;

pub struct Tree(NonNull<sys::Tree>);

struct Visitor<F> {
    f: F,
    panic: Option<Box<dyn std::any::Any + Send>>,
}

unsafe extern "C" fn visit<F: FnMut(u64) -> bool>(user: *mut c_void, id: u64) -> bool {
    let v = &mut *user.cast::<Visitor<F>>();
    match catch_unwind(AssertUnwindSafe(|| (v.f)(id))) {
        Ok(more) => more,
        Err(p) => {
            v.panic = Some(p);
            false
        }
    }
}

impl Tree {
    pub fn new() -> Option<Tree> {
        NonNull::new(unsafe { sys::create() }).map(Tree)
    }

    pub fn insert(&mut self, rect: Rect, id: u64) -> bool {
        unsafe { sys::insert(self.0.as_ptr(), rect, id) }
    }

    pub fn remove(&mut self, id: u64) -> bool {
        unsafe { sys::remove(self.0.as_ptr(), id) }
    }

    /// Calls `f` for what touches `rect`, until it says false.
    pub fn query<F: FnMut(u64) -> bool>(&self, rect: Rect, f: F) -> usize {
        let mut v = Visitor { f, panic: None };
        let user: *mut Visitor<F> = &mut v;
        let n = unsafe { sys::query(self.0.as_ptr(), rect, visit::<F>, user.cast()) };
        if let Some(p) = v.panic {
            resume_unwind(p);
        }
        n
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        unsafe { sys::destroy(self.0.as_ptr()) }
    }
}
