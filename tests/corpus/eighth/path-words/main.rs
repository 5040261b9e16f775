use std::ffi::{c_char, CStr, CString};

extern "C" {
    fn words_next(cursor: *mut *mut c_char, sep: u8) -> *const c_char;
}

struct Splitter {
    text: *mut c_char,
    cursor: *mut c_char,
    sep: u8,
}

impl Splitter {
    fn new(text: &str, sep: u8) -> Option<Self> {
        let text = CString::new(text).ok()?.into_raw();
        Some(Splitter { text, cursor: text, sep })
    }

    fn next_word(&mut self) -> Option<&CStr> {
        let word = unsafe { words_next(&mut self.cursor, self.sep) };
        (!word.is_null()).then(|| unsafe { CStr::from_ptr(word) })
    }
}

impl Drop for Splitter {
    fn drop(&mut self) {
        drop(unsafe { CString::from_raw(self.text) });
    }
}

fn main() {
    let Some(mut words) = Splitter::new("/usr/share/man/man3", b'/') else {
        return;
    };
    while let Some(word) = words.next_word() {
        println!("{}", word.to_string_lossy());
    }
}
