use std::ffi::c_char;
mod sys {
    use std::ffi::c_char;
    unsafe extern "C" { pub fn word_hash(word: *const c_char) -> u32; }
}
trait Hash { fn hash(&self) -> u32; }
impl Hash for str {
    fn hash(&self) -> u32 {
        let Ok(word) = std::ffi::CString::new(self) else { return 0 };
        unsafe { sys::word_hash(word.as_ptr() as *const c_char) }
    }
}
fn main() {
    for w in "ls -l".split(' ') { println!("{}", w.hash()); }
}
