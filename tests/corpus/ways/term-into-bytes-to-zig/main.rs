use std::ffi::c_char;

extern "C" {
    fn title_set(text: *const c_char);
}

pub fn set_title(mut text: String) {
    text.truncate(40);
    let bytes = text.into_bytes();
    unsafe { title_set(bytes.as_ptr().cast::<c_char>()) }
}

fn main() {
    set_title("Aurora".to_owned());
}
