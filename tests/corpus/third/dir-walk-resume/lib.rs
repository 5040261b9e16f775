//! Walks a tree that the Zig side stores and stops at the first match.
use std::any::Any;
use std::ffi::c_void;
use std::panic::{self, AssertUnwindSafe};

pub type Visit = unsafe extern "C" fn(*mut c_void, u32, u32) -> bool;

unsafe extern "C" {
    fn tree_walk(seed: u32, visit: Visit, user: *mut c_void);
}

struct Search<'a> {
    test: &'a dyn Fn(u32, u32) -> bool,
    panic: Option<Box<dyn Any + Send>>,
}

unsafe extern "C" fn visit(user: *mut c_void, node: u32, depth: u32) -> bool {
    let search = unsafe { &mut *user.cast::<Search<'_>>() };
    match panic::catch_unwind(AssertUnwindSafe(|| (search.test)(node, depth))) {
        Ok(true) => {
            search.panic = Some(Box::new(node));
            false
        }
        Ok(false) => true,
        Err(payload) => {
            search.panic = Some(payload);
            false
        }
    }
}

fn find(seed: u32, test: &dyn Fn(u32, u32) -> bool) -> Result<Option<u32>, Box<dyn Any + Send>> {
    let mut search = Search { test, panic: None };
    unsafe { tree_walk(seed, visit, (&raw mut search).cast()) }
    match search.panic {
        None => Ok(None),
        Some(payload) => payload.downcast::<u32>().map(|node| Some(*node)),
    }
}

/// First node deeper than `depth`, 0 when there is none.
#[unsafe(no_mangle)]
pub extern "C" fn tree_first_below(seed: u32, depth: u32) -> u32 {
    find(seed, &|_, at| at > depth).ok().flatten().unwrap_or(0)
}
