use std::collections::BTreeSet;
use std::ffi::{c_char, CStr, CString};
use std::fmt::Write;
use std::ptr;

#[derive(Default)]
pub struct Graph {
    edges: BTreeSet<(u32, u32)>,
}

impl Graph {
    fn to_dot(&self, name: &str) -> String {
        let mut s = String::new();
        let _ = writeln!(s, "digraph {name} {{");
        for (a, b) in &self.edges {
            let _ = writeln!(s, "  t{a} -> t{b};");
        }
        s.push_str("}\n");
        s
    }
}

#[no_mangle]
pub extern "C" fn graph_new() -> *mut Graph {
    Box::into_raw(Box::default())
}

/// # Safety
/// `g` comes from `graph_new`.
#[no_mangle]
pub unsafe extern "C" fn graph_edge(g: *mut Graph, from: u32, to: u32) -> bool {
    match g.as_mut() {
        Some(g) if from != to => g.edges.insert((from, to)),
        _ => false,
    }
}

/// Release the text with `graph_string_free`.
///
/// # Safety
/// `g` comes from `graph_new`, `name` is a C string.
#[no_mangle]
pub unsafe extern "C" fn graph_dot(g: *const Graph, name: *const c_char) -> *mut c_char {
    let Some(g) = g.as_ref() else { return ptr::null_mut() };
    if name.is_null() {
        return ptr::null_mut();
    }
    let name = CStr::from_ptr(name).to_string_lossy();
    CString::new(g.to_dot(&name)).map_or(ptr::null_mut(), CString::into_raw)
}

/// # Safety
/// `s` comes from `graph_dot` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn graph_string_free(s: *mut c_char) {
    if !s.is_null() {
        drop(CString::from_raw(s));
    }
}

/// # Safety
/// `g` comes from `graph_new` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn graph_free(g: *mut Graph) {
    if !g.is_null() {
        drop(Box::from_raw(g));
    }
}
