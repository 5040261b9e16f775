use std::panic::{self, AssertUnwindSafe};

#[repr(i32)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    Ok = 0,
    Null = 1,
    Syntax = 2,
}

struct Parser<'a> {
    src: &'a [u8],
    at: usize,
}

impl Parser<'_> {
    fn peek(&self) -> u8 {
        *self.src.get(self.at).unwrap_or(&b'\n')
    }

    fn number(&mut self) -> f64 {
        let from = self.at;
        while self.peek().is_ascii_digit() || self.peek() == b'.' {
            self.at += 1;
        }
        let text = std::str::from_utf8(&self.src[from..self.at]).unwrap();
        text.parse().expect("number")
    }

    fn factor(&mut self) -> f64 {
        match self.peek() {
            b'(' => {
                self.at += 1;
                let v = self.sum();
                assert_eq!(self.src[self.at], b')');
                self.at += 1;
                v
            }
            b'-' => {
                self.at += 1;
                -self.factor()
            }
            _ => self.number(),
        }
    }

    fn product(&mut self) -> f64 {
        let mut v = self.factor();
        while let op @ (b'*' | b'/') = self.peek() {
            self.at += 1;
            let r = self.factor();
            v = if op == b'*' { v * r } else { v / r };
        }
        v
    }

    fn sum(&mut self) -> f64 {
        let mut v = self.product();
        while let op @ (b'+' | b'-') = self.peek() {
            self.at += 1;
            let r = self.product();
            v = if op == b'+' { v + r } else { v - r };
        }
        v
    }
}

const LIMIT: usize = 512;

fn evaluate(src: &[u8]) -> f64 {
    assert!(src.len() <= LIMIT, "too long");
    let mut p = Parser { src, at: 0 };
    let v = p.sum();
    assert!(p.at == src.len(), "rest");
    v
}

fn guarded<T>(f: impl FnOnce() -> T) -> Option<T> {
    panic::catch_unwind(AssertUnwindSafe(f)).ok()
}

#[no_mangle]
pub unsafe extern "C" fn expr_eval(src: *const u8, len: usize, out: *mut f64) -> Outcome {
    if src.is_null() || out.is_null() {
        return Outcome::Null;
    }
    let src = std::slice::from_raw_parts(src, len);
    match guarded(|| evaluate(src)) {
        Some(v) => {
            out.write(v);
            Outcome::Ok
        }
        None => Outcome::Syntax,
    }
}
