use std::ffi::{c_char, CStr};

extern "C" {
    fn template_render(name: *const c_char, out_len: *mut usize) -> *mut u8;
    fn template_free(ptr: *mut u8, len: usize);
    fn template_error() -> *const c_char;
}

fn render(name: &CStr) -> Result<Vec<u8>, String> {
    let mut len = 0usize;
    let ptr = unsafe { template_render(name.as_ptr(), &mut len) };
    if ptr.is_null() {
        let text = unsafe { template_error() };
        return Err(if text.is_null() {
            String::new()
        } else {
            unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
        });
    }
    let copy = unsafe { std::slice::from_raw_parts(ptr, len) }.to_vec();
    unsafe { template_free(ptr, len) };
    Ok(copy)
}

fn main() {
    match render(c"index") {
        Ok(bytes) => println!("{}", bytes.len()),
        Err(e) => eprintln!("{e}"),
    }
}
