//! Host of editor plugins. A plugin fills a table of hooks and hands it over.

use std::ffi::{c_char, c_void, CStr};

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Edit {
    pub at: u64,
    pub removed: u32,
    pub inserted: u32,
}

pub type OnOpen = unsafe extern "C" fn(ctx: *mut c_void, path: *const c_char) -> bool;
pub type OnEdit = unsafe fn(ctx: *mut c_void, edit: Edit) -> bool;
pub type OnClose = unsafe extern "C" fn(ctx: *mut c_void);

#[repr(C)]
#[derive(Clone, Copy)]
pub struct HostVTable {
    pub ctx: *mut c_void,
    pub on_open: Option<OnOpen>,
    pub on_edit: Option<OnEdit>,
    pub on_close: Option<OnClose>,
}

pub struct Host {
    plugins: Vec<HostVTable>,
    edits: u64,
}

#[no_mangle]
pub extern "C" fn host_new() -> *mut Host {
    Box::into_raw(Box::new(Host { plugins: Vec::new(), edits: 0 }))
}

/// # Safety
/// `host` is from `host_new` and not freed yet.
#[no_mangle]
pub unsafe extern "C" fn host_free(host: *mut Host) {
    if host.is_null() {
        return;
    }
    let host = Box::from_raw(host);
    for p in &host.plugins {
        if let Some(close) = p.on_close {
            close(p.ctx);
        }
    }
}

/// # Safety
/// `table` points to a table whose hooks may be called until `host_free`.
#[no_mangle]
pub unsafe extern "C" fn host_register(host: *mut Host, table: *const HostVTable) -> bool {
    let (Some(host), Some(table)) = (host.as_mut(), table.as_ref()) else { return false };
    host.plugins.push(*table);
    true
}

/// # Safety
/// `path` is a terminated string.
#[no_mangle]
pub unsafe extern "C" fn host_open(host: *mut Host, path: *const c_char) -> usize {
    let Some(host) = host.as_mut() else { return 0 };
    if path.is_null() || CStr::from_ptr(path).to_bytes().is_empty() {
        return 0;
    }
    host.plugins.iter().filter(|p| p.on_open.map_or(false, |f| f(p.ctx, path))).count()
}

/// # Safety
/// `host` is from `host_new`.
#[no_mangle]
pub unsafe extern "C" fn host_edit(host: *mut Host, edit: Edit) -> usize {
    let Some(host) = host.as_mut() else { return 0 };
    host.edits = host.edits.wrapping_add(1);
    host.plugins.iter().filter(|p| p.on_edit.map_or(false, |f| f(p.ctx, edit))).count()
}
