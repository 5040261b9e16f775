use std::io;
use std::path::Path;
use std::ptr::NonNull;

#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct Token {
    pub kind: u32,
    pub start: usize,
    pub end: usize,
}

#[repr(C)]
struct Raw {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn scan_begin(text: *const u8, len: usize) -> Option<NonNull<Raw>>;
    fn scan_next(s: NonNull<Raw>, out: &mut Token) -> bool;
    fn scan_depth(s: NonNull<Raw>) -> u32;
    fn scan_end(s: Option<NonNull<Raw>>);
}

pub struct Scanner(NonNull<Raw>);

impl Scanner {
    pub fn for_file(path: &Path) -> io::Result<Self> {
        let text = std::fs::read_to_string(path)?;
        let body = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let raw = unsafe { scan_begin(body.as_ptr(), body.len()) };
        raw.map(Self).ok_or_else(|| io::ErrorKind::OutOfMemory.into())
    }

    pub fn depth(&self) -> u32 {
        unsafe { scan_depth(self.0) }
    }
}

impl Iterator for Scanner {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let mut t = Token::default();
        unsafe { scan_next(self.0, &mut t) }.then_some(t)
    }
}

impl Drop for Scanner {
    fn drop(&mut self) {
        unsafe { scan_end(Some(self.0)) }
    }
}
