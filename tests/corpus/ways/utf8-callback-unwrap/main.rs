use std::ffi::{c_char, c_void, CStr};

extern "C" {
    fn each_entry(
        folder: *const c_char,
        visit: extern "C" fn(*const c_char, *mut c_void),
        user: *mut c_void,
    );
}

extern "C" fn collect(name: *const c_char, user: *mut c_void) {
    let names = unsafe { &mut *user.cast::<Vec<String>>() };
    let name = unsafe { CStr::from_ptr(name) }.to_str().unwrap();
    names.push(name.to_owned());
}

fn main() {
    let mut names: Vec<String> = Vec::new();
    unsafe { each_entry(c".".as_ptr(), collect, (&raw mut names).cast()) };
    println!("{names:?}");
}
