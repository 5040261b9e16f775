//! Directory trees, walked by the Zig library; visitors are Rust closures.
use std::ffi::c_void;
use std::panic::{catch_unwind, AssertUnwindSafe};

struct Visitor {
    f: Box<dyn FnMut(u64, u32) -> bool>,
    /// it panicked once, and is not called again
    broken: bool,
}

#[repr(C)]
pub struct RawWalk {
    _opaque: [u8; 0],
}

extern "C" {
    fn walk_new(
        visit: unsafe extern "C" fn(*mut c_void, u64, u32) -> bool,
        drop_user: unsafe extern "C" fn(*mut c_void),
        user: *mut c_void,
    ) -> *mut RawWalk;
    fn walk_run(w: *mut RawWalk, root: u64, max_depth: u32) -> usize;
    fn walk_free(w: *mut RawWalk);
}

unsafe extern "C" fn visit(user: *mut c_void, node: u64, depth: u32) -> bool {
    let v = &mut *user.cast::<Visitor>();
    if v.broken {
        return false;
    }
    catch_unwind(AssertUnwindSafe(|| (v.f)(node, depth))).unwrap_or_else(|_| {
        v.broken = true;
        false
    })
}

unsafe extern "C" fn drop_user(user: *mut c_void) {
    let boxed = Box::from_raw(user.cast::<Visitor>());
    let _ = catch_unwind(AssertUnwindSafe(move || drop(boxed)));
}

pub struct Walk(*mut RawWalk);

impl Walk {
    pub fn new(f: impl FnMut(u64, u32) -> bool + 'static) -> Option<Walk> {
        let user: *mut Visitor = Box::into_raw(Box::new(Visitor { f: Box::new(f), broken: false }));
        let raw = unsafe { walk_new(visit, drop_user, user.cast()) };
        if raw.is_null() {
            // refused: still ours
            unsafe { drop(Box::from_raw(user)) };
            return None;
        }
        Some(Walk(raw))
    }

    pub fn run(&mut self, root: u64, max_depth: u32) -> usize {
        unsafe { walk_run(self.0, root, max_depth) }
    }
}

impl Drop for Walk {
    fn drop(&mut self) {
        unsafe { walk_free(self.0) }
    }
}
