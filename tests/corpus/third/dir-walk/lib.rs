//! Walks a tree that the Zig side stores and stops at the first match.
use std::any::Any;
use std::ffi::c_void;
use std::panic::{self, AssertUnwindSafe};

pub type Visit = unsafe extern "C-unwind" fn(*mut c_void, u32, u32) -> bool;

unsafe extern "C-unwind" {
    fn tree_walk(seed: u32, visit: Visit, user: *mut c_void);
}

struct Search<'a> {
    test: &'a dyn Fn(u32, u32) -> bool,
}

struct Found(u32);

unsafe extern "C-unwind" fn visit(user: *mut c_void, node: u32, depth: u32) -> bool {
    let search = unsafe { &*user.cast::<Search<'_>>() };
    if (search.test)(node, depth) {
        panic::resume_unwind(Box::new(Found(node)));
    }
    true
}

fn find(seed: u32, test: &dyn Fn(u32, u32) -> bool) -> Result<Option<u32>, Box<dyn Any + Send>> {
    let mut search = Search { test };
    let walked = panic::catch_unwind(AssertUnwindSafe(|| unsafe {
        tree_walk(seed, visit, (&raw mut search).cast())
    }));
    match walked {
        Ok(()) => Ok(None),
        Err(payload) => payload.downcast::<Found>().map(|found| Some(found.0)),
    }
}

/// First node deeper than `depth`, 0 when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn tree_first_below(seed: u32, depth: u32) -> u32 {
    find(seed, &|_, at| at > depth).ok().flatten().unwrap_or(0)
}
