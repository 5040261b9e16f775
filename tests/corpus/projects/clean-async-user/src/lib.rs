use std::{ffi::c_void, sync::mpsc, thread};
pub struct Pool { tx: Option<mpsc::Sender<u32>>, worker: Option<thread::JoinHandle<u32>> }
#[no_mangle]
pub extern "C" fn pool_new() -> *mut Pool {
    let (tx, rx) = mpsc::channel::<u32>();
    let worker = thread::spawn(move || rx.iter().fold(0, u32::wrapping_add));
    Box::into_raw(Box::new(Pool { tx: Some(tx), worker: Some(worker) }))
}
#[no_mangle]
pub unsafe extern "C" fn pool_send(p: *const Pool, x: u32) -> bool { p.as_ref().and_then(|p| p.tx.as_ref()).is_some_and(|tx| tx.send(x).is_ok()) }
#[no_mangle]
pub unsafe extern "C" fn pool_finish(p: *mut Pool, done: Option<unsafe extern "C" fn(*mut c_void, u32)>, user: *mut c_void) {
    if p.is_null() { return; }
    let mut pool = Box::from_raw(p);
    drop(pool.tx.take());
    let sum = pool.worker.take().and_then(|w| w.join().ok()).unwrap_or(0);
    if let Some(done) = done { done(user, sum); }
}
