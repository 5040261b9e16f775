#[no_mangle]
pub extern "C" fn watch(times: u32, on_event: extern "C" fn(u32)) {
    std::thread::spawn(move || {
        for i in 0..times {
            on_event(i);
        }
    });
}
