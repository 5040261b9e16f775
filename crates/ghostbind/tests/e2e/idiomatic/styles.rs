//! One library in the manners of several authors.

use std::ffi::{CStr, CString, c_char, c_void};

/// Texts by name.
pub struct Store {
    entries: Vec<(String, Vec<u8>)>,
    last: CString,
}

/// What can go wrong with a store.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum StoreError {
    /// Nothing did.
    Ok = 0,
    /// No such name.
    NotFound = 1,
    /// Nothing more fits.
    Full = 2,
}

/// A store of at most `capacity` entries; null for none at all.
#[unsafe(no_mangle)]
pub extern "C" fn store_create(capacity: usize) -> *mut Store {
    if capacity == 0 {
        return std::ptr::null_mut();
    }
    Box::into_raw(Box::new(Store { entries: Vec::with_capacity(capacity), last: CString::default() }))
}

/// Ends a store.
///
/// # Safety
/// `store` is from `store_create`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn store_destroy(store: *mut Store) {
    if !store.is_null() {
        drop(unsafe { Box::from_raw(store) });
    }
}

/// Keeps bytes under a name.
#[unsafe(no_mangle)]
pub extern "C" fn store_put(store: *mut Store, name: *const c_char, data: *const u8, len: usize) -> StoreError {
    let store = unsafe { &mut *store };
    if store.entries.len() == store.entries.capacity() {
        return StoreError::Full;
    }
    let name = unsafe { CStr::from_ptr(name) }.to_string_lossy().into_owned();
    store.entries.push((name, unsafe { std::slice::from_raw_parts(data, len) }.to_vec()));
    StoreError::Ok
}

/// Copies what is kept under a name; what does not fit is left out.
#[unsafe(no_mangle)]
pub extern "C" fn store_copy(store: *const Store, name: *const c_char, out: *mut u8, out_len: usize) -> StoreError {
    let name = unsafe { CStr::from_ptr(name) }.to_string_lossy();
    let Some((_, bytes)) = unsafe { &*store }.entries.iter().find(|(known, _)| *known == name) else {
        return StoreError::NotFound;
    };
    let out = unsafe { std::slice::from_raw_parts_mut(out, out_len) };
    let count = bytes.len().min(out.len());
    out[..count].copy_from_slice(&bytes[..count]);
    StoreError::Ok
}

/// The name that was kept last, until the next call; null before.
#[unsafe(no_mangle)]
pub extern "C" fn store_last(store: *mut Store) -> *const c_char {
    let store = unsafe { &mut *store };
    match store.entries.last() {
        Some((name, _)) => {
            store.last = CString::new(name.as_str()).unwrap_or_default();
            store.last.as_ptr()
        }
        None => std::ptr::null(),
    }
}

/// All names, for the caller to free; null if there are none.
#[unsafe(no_mangle)]
pub extern "C" fn store_describe(store: *const Store) -> *mut c_char {
    let names: Vec<&str> = unsafe { &*store }.entries.iter().map(|(name, _)| name.as_str()).collect();
    if names.is_empty() { std::ptr::null_mut() } else { CString::new(names.join(",")).unwrap_or_default().into_raw() }
}

/// Ends a text of this library.
#[unsafe(no_mangle)]
pub extern "C" fn store_string_free(text: *mut c_char) {
    if !text.is_null() {
        drop(unsafe { CString::from_raw(text) });
    }
}

/// In the manner of references and boxes.
pub struct Meter {
    sum: f64,
}

#[unsafe(no_mangle)]
pub extern "C" fn meter_new() -> Box<Meter> {
    Box::new(Meter { sum: 0.0 })
}

#[unsafe(no_mangle)]
pub extern "C" fn meter_free(meter: Option<Box<Meter>>) {
    drop(meter);
}

#[unsafe(no_mangle)]
pub extern "C" fn meter_add(meter: &mut Meter, values: *const f64, count: usize) {
    meter.sum += unsafe { std::slice::from_raw_parts(values, count) }.iter().sum::<f64>();
}

#[unsafe(no_mangle)]
pub extern "C" fn meter_sum(meter: &Meter) -> f64 {
    meter.sum
}

/// In the manner of status and out-parameter: no constructor that a rule would know, so it stays raw.
pub struct Session {
    id: u32,
}

#[repr(i32)]
pub enum SessionStatus {
    Success = 0,
    BadId = -1,
}

#[unsafe(no_mangle)]
pub extern "C" fn session_open(id: u32, out: *mut *mut Session) -> SessionStatus {
    if id == 0 {
        return SessionStatus::BadId;
    }
    unsafe { *out = Box::into_raw(Box::new(Session { id })) };
    SessionStatus::Success
}

#[unsafe(no_mangle)]
pub extern "C" fn session_id(session: *const Session) -> u32 {
    unsafe { &*session }.id
}

#[unsafe(no_mangle)]
pub extern "C" fn session_close(session: *mut Session) {
    drop(unsafe { Box::from_raw(session) });
}

/// Product of two vectors of one length.
#[unsafe(no_mangle)]
pub extern "C" fn dot(a: *const f32, b: *const f32, len: usize) -> f32 {
    let (a, b) = unsafe { (std::slice::from_raw_parts(a, len), std::slice::from_raw_parts(b, len)) };
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A callback with its data keeps its form.
#[unsafe(no_mangle)]
pub extern "C" fn each(count: usize, call: extern "C" fn(*mut c_void, usize), data: *mut c_void) {
    (0..count).for_each(|nth| call(data, nth));
}

/// Words of the language and of the generator as names.
#[unsafe(no_mangle)]
pub extern "C" fn test_error(error: u32, r#type: u32, self_: u32) -> u32 {
    error + r#type + self_
}

/// A record and how often to move it: the number is no length of an array.
#[repr(C)]
pub struct Body {
    pub at: f64,
    pub speed: f64,
}

#[unsafe(no_mangle)]
pub extern "C" fn body_move(body: *mut Body, count: usize) {
    let body = unsafe { &mut *body };
    body.at += body.speed * count as f64;
}

/// Records and how many there are.
#[unsafe(no_mangle)]
pub extern "C" fn bodies_sum(bodies: *const Body, count: usize) -> f64 {
    unsafe { std::slice::from_raw_parts(bodies, count) }.iter().map(|body| body.at).sum()
}
