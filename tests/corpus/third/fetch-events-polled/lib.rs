//! HTTP client with a worker thread (the transfer itself is left out).
mod worker;

use std::ffi::{c_void, CStr, c_char};
use worker::Client;

pub type Done = extern "C" fn(user: *mut c_void, id: u32, status: u16);

#[no_mangle]
pub extern "C" fn client_new(done: Option<Done>, user: *mut c_void) -> *mut Client {
    match done.and_then(|done| Client::start(done, user)) {
        Some(client) => Box::into_raw(Box::new(client)),
        None => std::ptr::null_mut(),
    }
}

/// Queues a request.
#[no_mangle]
pub unsafe extern "C" fn client_get(client: *mut Client, id: u32, url: *const c_char) -> bool {
    let Some(client) = client.as_mut() else { return false };
    if url.is_null() {
        return false;
    }
    client.get(id, CStr::from_ptr(url).to_bytes().to_vec())
}

/// Turns of the main loop. Returns the number of requests that are not done.
#[no_mangle]
pub unsafe extern "C" fn client_poll(client: *mut Client) -> u32 {
    client.as_mut().map_or(0, Client::poll)
}

/// Waits for the worker.
#[no_mangle]
pub unsafe extern "C" fn client_free(client: *mut Client) {
    if !client.is_null() {
        drop(Box::from_raw(client));
    }
}
