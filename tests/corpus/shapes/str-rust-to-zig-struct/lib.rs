use std::ffi::c_char;
#[repr(C)]
pub struct Options { name: *const c_char, level: u32 }
extern "C" { fn tool_run(options: *const Options) -> i32; }
pub fn run(name: &str, level: u32) -> i32 {
    let options = Options { name: name.as_ptr().cast(), level };
    unsafe { tool_run(&options) }
}
