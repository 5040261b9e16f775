#[repr(u16)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tok {
    Eof = 0,
    Ident,
    Keyword,
    Builtin,
    Number,
    Op,
    Open,
    Close,
    Bad,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct Token {
    pub start: u32,
    pub len: u32,
    pub line: u32,
    pub tok: Tok,
}

pub struct Scanner {
    src: Vec<u8>,
    pos: usize,
    line: u32,
}

impl Scanner {
    fn peek(&self) -> Option<u8> {
        self.src.get(self.pos).copied()
    }

    fn run(&mut self, f: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&f) {
            self.pos += 1;
        }
    }

    fn next(&mut self) -> Token {
        while let Some(c) = self.peek().filter(u8::is_ascii_whitespace) {
            self.line = self.line.wrapping_add(u32::from(c == b'\n'));
            self.pos += 1;
        }
        let start = self.pos;
        let tok = match self.peek() {
            None => Tok::Eof,
            Some(b'a'..=b'z' | b'A'..=b'Z' | b'_') => {
                self.run(|c| c.is_ascii_alphanumeric() || c == b'_');
                match self.src.get(start..self.pos) {
                    Some(b"fn" | b"let" | b"struct" | b"return") => Tok::Keyword,
                    Some(b"dot" | b"cross" | b"mix") => Tok::Builtin,
                    _ => Tok::Ident,
                }
            }
            Some(b'0'..=b'9') => {
                self.run(|c| c.is_ascii_digit() || c == b'.');
                Tok::Number
            }
            Some(c) => {
                self.pos += 1;
                match c {
                    b'+' | b'-' | b'*' | b'/' | b'=' | b';' | b',' => Tok::Op,
                    b'(' | b'{' | b'[' => Tok::Open,
                    b')' | b'}' | b']' => Tok::Close,
                    _ => Tok::Bad,
                }
            }
        };
        Token { start: start as u32, len: (self.pos - start) as u32, line: self.line, tok }
    }
}

#[no_mangle]
pub unsafe extern "C" fn scan_open(src: *const u8, len: usize) -> *mut Scanner {
    if src.is_null() {
        return std::ptr::null_mut();
    }
    let src = std::slice::from_raw_parts(src, len).to_vec();
    Box::into_raw(Box::new(Scanner { src, pos: 0, line: 1 }))
}

#[no_mangle]
pub unsafe extern "C" fn scan_next(lx: *mut Scanner, out: *mut Token) -> bool {
    let (Some(lx), false) = (lx.as_mut(), out.is_null()) else { return false };
    let t = lx.next();
    out.write(t);
    t.tok != Tok::Eof
}

#[no_mangle]
pub unsafe extern "C" fn scan_close(lx: *mut Scanner) {
    if !lx.is_null() {
        drop(Box::from_raw(lx));
    }
}
