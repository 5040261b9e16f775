//! Token stream for the console of the game.
mod token;

use std::slice;
use token::Kind;

pub struct Lexer {
    text: Vec<u8>,
    at: usize,
}

#[no_mangle]
pub extern "C" fn lexer_new() -> *mut Lexer {
    Box::into_raw(Box::new(Lexer { text: Vec::new(), at: 0 }))
}

/// Gives the lexer a new line.
#[no_mangle]
pub unsafe extern "C" fn lexer_feed(lexer: *mut Lexer, text: *const u8, len: usize) {
    let Some(lexer) = lexer.as_mut() else { return };
    if text.is_null() {
        return;
    }
    lexer.at = 0;
    lexer.text = slice::from_raw_parts(text, len).into();
}

/// Kind of the next token; `end` gets the offset behind it.
#[no_mangle]
pub unsafe extern "C" fn lexer_next(lexer: *mut Lexer, end: *mut usize) -> u8 {
    let (Some(lexer), Some(end)) = (lexer.as_mut(), end.as_mut()) else {
        return Kind::End as u8;
    };
    let rest = lexer.text.get(lexer.at..).unwrap_or(&[]);
    let (kind, n) = token::first(rest);
    lexer.at = lexer.at.saturating_add(n);
    *end = lexer.at;
    kind as u8
}

#[no_mangle]
pub unsafe extern "C" fn lexer_free(lexer: *mut Lexer) {
    if !lexer.is_null() {
        drop(Box::from_raw(lexer));
    }
}
