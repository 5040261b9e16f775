#[no_mangle]
pub unsafe extern "C" fn fill_later(out: *mut u32, len: usize) {
    if out.is_null() {
        return;
    }
    let addr = out as usize;
    std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(5));
        let out = addr as *mut u32;
        for i in 0..len {
            unsafe { *out.add(i) = i as u32 };
        }
    });
}
