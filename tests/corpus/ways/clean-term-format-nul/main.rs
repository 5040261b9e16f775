use std::ffi::c_char;

extern "C" {
    fn banner_show(text: *const c_char);
}

fn main() {
    let line = format!("{} unread\0", 3);
    unsafe { banner_show(line.as_ptr().cast()) };
    let fixed = b"done\0";
    unsafe { banner_show(fixed.as_ptr().cast()) };
    let mut made = String::from("made by hand");
    made.push('\0');
    unsafe { banner_show(made.as_ptr().cast()) };
}
