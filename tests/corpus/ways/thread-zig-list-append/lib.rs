use std::ffi::c_void;
use std::sync::mpsc::channel;
use std::thread;

pub type OnLine = unsafe extern "C" fn(*const u8, usize, *mut c_void);

#[no_mangle]
pub extern "C" fn tail_lines(on_line: OnLine, user: *mut c_void) {
    let (sender, receiver) = channel::<Vec<u8>>();
    let user = user as usize;
    thread::spawn(move || {
        while let Ok(line) = receiver.recv() {
            unsafe { on_line(line.as_ptr(), line.len(), user as *mut c_void) };
        }
    });
    thread::spawn(move || {
        for n in 0..100_u32 {
            let _ = sender.send(n.to_string().into_bytes());
        }
    });
}
