use std::ffi::{CStr, c_char};
#[derive(Default)]
pub struct User { nick: String }
impl User {
    fn rename(&mut self, nick: &CStr) { self.nick = nick.to_str().expect("nick").to_owned(); }
}
#[unsafe(no_mangle)]
pub extern "C" fn user_new() -> Box<User> { Box::default() }
#[unsafe(no_mangle)]
pub extern "C" fn user_free(_: Option<Box<User>>) {}
/// # Safety
/// `nick` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn user_rename(u: &mut User, nick: *const c_char) -> usize {
    if nick.is_null() { return 0 }
    u.rename(unsafe { CStr::from_ptr(nick) });
    u.nick.len()
}
