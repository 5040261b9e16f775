use std::ffi::c_void;
use std::thread;
#[derive(Clone, Copy)]
struct Context(*mut c_void);
unsafe impl Send for Context {}
pub struct Scanner { worker: Option<thread::JoinHandle<()>> }
#[no_mangle]
pub extern "C" fn scanner_start(found: extern "C" fn(*mut c_void, u32), user: *mut c_void) -> *mut Scanner {
    let context = Context(user);
    let worker = thread::spawn(move || {
        let context = context;
        for n in 0..100 { found(context.0, n); }
    });
    Box::into_raw(Box::new(Scanner { worker: Some(worker) }))
}
#[no_mangle]
pub unsafe extern "C" fn scanner_stop(scanner: *mut Scanner) {
    if scanner.is_null() { return; }
    let mut scanner = Box::from_raw(scanner);
    if let Some(worker) = scanner.worker.take() { let _ = worker.join(); }
}
