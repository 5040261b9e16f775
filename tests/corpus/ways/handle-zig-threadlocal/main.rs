use std::thread;

#[repr(C)]
pub struct Session {
    _private: [u8; 0],
}

extern "C" {
    fn session_open() -> *mut Session;
    fn session_query(session: *mut Session, key: u32) -> u32;
    fn session_close(session: *mut Session);
}

struct Handle(*mut Session);
unsafe impl Send for Handle {}

fn main() {
    let handle = Handle(unsafe { session_open() });
    let worker = thread::spawn(move || {
        let handle = handle;
        let answer = unsafe { session_query(handle.0, 4) };
        unsafe { session_close(handle.0) };
        answer
    });
    println!("{:?}", worker.join().ok());
}
