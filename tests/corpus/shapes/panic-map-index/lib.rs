use std::collections::HashMap;
pub struct Registry { prices: HashMap<u32, i64> }
#[unsafe(no_mangle)]
pub extern "C" fn registry_new() -> *mut Registry {
    Box::into_raw(Box::new(Registry { prices: HashMap::new() }))
}
#[unsafe(no_mangle)]
pub unsafe extern "C" fn registry_set(r: *mut Registry, id: u32, price: i64) {
    if let Some(r) = unsafe { r.as_mut() } { r.prices.insert(id, price); }
}
#[unsafe(no_mangle)]
pub unsafe extern "C" fn registry_price(r: *const Registry, id: u32) -> i64 {
    match unsafe { r.as_ref() } {
        Some(r) => r.prices[&id],
        None => 0,
    }
}
#[unsafe(no_mangle)]
pub unsafe extern "C" fn registry_free(r: *mut Registry) {
    if !r.is_null() { drop(unsafe { Box::from_raw(r) }); }
}
