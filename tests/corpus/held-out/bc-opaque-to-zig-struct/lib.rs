use std::sync::Arc;

pub struct Shared {
    name: String,
}

pub struct Client {
    shared: Arc<Shared>,
    retries: u8,
}

#[no_mangle]
pub extern "C" fn client_new(retries: u8) -> *mut Client {
    let shared = Arc::new(Shared { name: "main".into() });
    Box::into_raw(Box::new(Client { shared, retries }))
}

#[no_mangle]
pub unsafe extern "C" fn client_clone(c: *const Client) -> *mut Client {
    c.as_ref().map_or(std::ptr::null_mut(), |c| {
        Box::into_raw(Box::new(Client { shared: Arc::clone(&c.shared), retries: c.retries }))
    })
}

#[no_mangle]
pub unsafe extern "C" fn client_name_len(c: *const Client) -> usize {
    c.as_ref().map_or(0, |c| c.shared.name.len() + usize::from(c.retries))
}

#[no_mangle]
pub unsafe extern "C" fn client_free(c: *mut Client) {
    if !c.is_null() {
        drop(Box::from_raw(c));
    }
}
