use std::ffi::c_char;
use std::path::Path;

extern "C" {
    fn index_open(path: *const c_char) -> i32;
}

fn open(path: &Path) -> bool {
    let Some(text) = path.to_str() else { return false };
    unsafe { index_open(text.as_ptr() as *const c_char) == 0 }
}

fn main() {
    println!("{}", open(Path::new("data/index.bin")));
}
