use std::ffi::c_char;

extern "C" {
    fn title_width(title: *const c_char) -> usize;
}

fn width(title: &str) -> usize {
    unsafe { title_width(title.as_ptr().cast()) }
}

fn main() {
    println!("{}", width("window"));
}
