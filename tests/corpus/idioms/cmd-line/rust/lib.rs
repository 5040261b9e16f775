use std::ffi::c_char;
pub struct Shell { name: String }
#[unsafe(no_mangle)]
pub extern "C" fn shell_new() -> Box<Shell> { Box::new(Shell { name: String::from("sh") }) }
#[unsafe(no_mangle)]
pub extern "C" fn shell_free(_: Option<Box<Shell>>) {}
#[unsafe(no_mangle)]
pub extern "C" fn shell_name(s: &Shell) -> *const c_char { s.name.as_ptr().cast() }
