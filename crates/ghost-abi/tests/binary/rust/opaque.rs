//! Handles: types of Rust's own behind pointers of every kind. Nothing behind them is followed.
use std::collections::HashMap;
use std::sync::Mutex;
pub struct Engine {
    names: Vec<String>,
    counts: Mutex<HashMap<String, Counter>>,
}
pub struct Counter {
    inner: Option<Box<Engine>>,
}
#[repr(C)]
pub struct Forward {
    _private: [u8; 0],
}
pub enum Never {}
#[unsafe(no_mangle)]
pub extern "C" fn engine_new() -> Box<Engine> {
    Box::new(Engine { names: vec![], counts: Mutex::default() })
}
#[unsafe(no_mangle)]
pub extern "C" fn engine_free(engine: Option<Box<Engine>>) {
    drop(engine)
}
#[unsafe(no_mangle)]
pub extern "C" fn engine_len(engine: &Engine) -> usize {
    engine.names.len() + engine.counts.lock().map_or(0, |c| c.values().filter(|c| c.inner.is_some()).count())
}
#[unsafe(no_mangle)]
pub unsafe extern "C" fn text_len(text: *const String, bytes: &mut Vec<u8>) -> usize {
    unsafe { (&*text).len() + bytes.len() }
}
#[unsafe(no_mangle)]
pub extern "C" fn forward(it: *mut Forward, never: *const Never) -> *mut Forward {
    if never.is_null() { it } else { it.cast::<u8>().cast() }
}
