mod engine {
    pub struct Engine {
        pub frames: u64,
    }
    pub static mut INSTANCE: *mut Engine = std::ptr::null_mut();

    pub fn current() -> Option<&'static mut Engine> {
        unsafe { INSTANCE.as_mut() }
    }
}

#[no_mangle]
pub extern "C" fn engine_open() -> bool {
    if engine::current().is_some() {
        return false;
    }
    let engine = Box::new(engine::Engine { frames: 0 });
    unsafe { engine::INSTANCE = Box::into_raw(engine) };
    true
}

#[no_mangle]
pub extern "C" fn engine_frame() -> u64 {
    match engine::current() {
        Some(engine) => {
            engine.frames += 1;
            engine.frames
        }
        None => 0,
    }
}

#[no_mangle]
pub extern "C" fn engine_close() {
    unsafe {
        if !engine::INSTANCE.is_null() {
            drop(Box::from_raw(engine::INSTANCE));
            engine::INSTANCE = std::ptr::null_mut();
        }
    }
}
