//! A grove of trees; nodes are visited in depth first order.

mod grove;

use grove::{Grove, NodeId};
use std::ffi::c_void;

#[repr(C)]
pub struct NodeView {
    pub id: u32,
    pub depth: u32,
    pub girth_mm: u32,
}

/// Since 0.3 the visitor says whether to go on.
pub type VisitFn = unsafe extern "C" fn(user: *mut c_void, node: *const NodeView) -> bool;

#[unsafe(no_mangle)]
pub extern "C" fn grove_new() -> *mut Grove {
    Box::into_raw(Box::new(Grove::default()))
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn grove_free(grove: *mut Grove) {
    if !grove.is_null() {
        drop(unsafe { Box::from_raw(grove) });
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn grove_plant(grove: *mut Grove, girth_mm: u32) -> u32 {
    match unsafe { grove.as_mut() } {
        Some(grove) => grove.push(None, girth_mm).unwrap_or(NodeId::MAX),
        None => NodeId::MAX,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn grove_branch(grove: *mut Grove, parent: u32, girth_mm: u32) -> u32 {
    match unsafe { grove.as_mut() } {
        Some(grove) => grove.push(Some(parent), girth_mm).unwrap_or(NodeId::MAX),
        None => NodeId::MAX,
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn grove_walk(grove: *const Grove, visit: Option<VisitFn>, user: *mut c_void) {
    let (Some(grove), Some(visit)) = (unsafe { grove.as_ref() }, visit) else {
        return;
    };
    for node in grove.in_order() {
        if !unsafe { visit(user, &node) } {
            break;
        }
    }
}
