use std::thread;
struct Ptr(*mut u8);
unsafe impl Send for Ptr {}
#[no_mangle]
pub extern "C" fn read_async(out: *mut u8, len: usize) {
    let out = Ptr(out);
    thread::spawn(move || {
        let out = out;
        for i in 0..len { unsafe { *out.0.add(i) = i as u8 } }
    });
}
