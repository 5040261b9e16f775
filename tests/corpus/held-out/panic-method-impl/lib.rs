use std::collections::HashMap;

pub struct Registry {
    by_id: HashMap<u32, f64>,
}

impl Registry {
    fn price(&self, id: u32) -> f64 {
        self.by_id[&id]
    }
}

#[no_mangle]
pub extern "C" fn registry_new() -> *mut Registry {
    Box::into_raw(Box::new(Registry { by_id: HashMap::from([(1, 9.5)]) }))
}

#[no_mangle]
pub unsafe extern "C" fn registry_price(r: *const Registry, id: u32) -> f64 {
    match r.as_ref() {
        Some(r) => r.price(id),
        None => 0.0,
    }
}

#[no_mangle]
pub unsafe extern "C" fn registry_free(r: *mut Registry) {
    if !r.is_null() {
        drop(Box::from_raw(r));
    }
}
