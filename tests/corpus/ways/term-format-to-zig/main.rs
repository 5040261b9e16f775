use std::ffi::c_char;

extern "C" {
    fn banner_show(text: *const c_char);
}

fn show(user: &str, unread: u32) {
    let line = format!("{user}: {unread} unread");
    unsafe { banner_show(line.as_ptr().cast()) };
}

fn main() {
    show("mika", 3);
}
