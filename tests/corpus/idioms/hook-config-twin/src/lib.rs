use std::slice;
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Rule { id: u32, limit: u32 }
#[repr(C)]
pub struct Options { rules: *const Rule, count: usize }
pub struct Gate { rules: Vec<Rule>, hits: u64 }
/// # Safety
/// `options` may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gate_new(options: *const Options) -> *mut Gate {
    let Some(o) = (unsafe { options.as_ref() }) else { return std::ptr::null_mut() };
    if o.rules.is_null() { return std::ptr::null_mut() }
    let rules = unsafe { slice::from_raw_parts(o.rules, o.count) }.to_vec();
    Box::into_raw(Box::new(Gate { rules, hits: 0 }))
}
/// # Safety
/// From `gate_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gate_check(g: *mut Gate, id: u32, n: u32) -> bool {
    let Some(g) = (unsafe { g.as_mut() }) else { return false };
    g.hits = g.hits.wrapping_add(1);
    g.rules.iter().find(|r| r.id == id).is_none_or(|r| n <= r.limit)
}
/// # Safety
/// From `gate_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gate_free(g: *mut Gate) { if !g.is_null() { drop(unsafe { Box::from_raw(g) }) } }
