use std::ffi::{c_char, c_void, CStr};

extern "C" {
    fn engine_version() -> *const c_char;
    fn each_name(visit: extern "C" fn(*const c_char, *mut c_void), user: *mut c_void);
}

extern "C" fn collect(name: *const c_char, user: *mut c_void) {
    let names = unsafe { &mut *user.cast::<Vec<String>>() };
    let Ok(name) = (unsafe { CStr::from_ptr(name) }).to_str() else { return };
    names.push(name.to_owned());
}

fn main() {
    let version = unsafe { CStr::from_ptr(engine_version()) }.to_str().unwrap();
    let mut names: Vec<String> = Vec::new();
    unsafe { each_name(collect, (&raw mut names).cast()) };
    println!("{version} {names:?}");
}
