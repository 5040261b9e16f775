//! Configuration reader in the manner of errno: the last error is kept for each thread.

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::{c_char, c_int, CString};
use std::slice;

thread_local! {
    static LAST: RefCell<Option<CString>> = const { RefCell::new(None) };
}

fn fail(text: String) -> c_int {
    let clean: Vec<u8> = text.into_bytes().into_iter().filter(|b| *b != 0).collect();
    LAST.with(|l| *l.borrow_mut() = CString::new(clean).ok());
    -1
}

#[derive(Default)]
pub struct Config {
    values: HashMap<String, String>,
}

unsafe fn text<'a>(p: *const u8, len: usize) -> Result<&'a str, String> {
    if p.is_null() {
        return Err("no text".into());
    }
    std::str::from_utf8(slice::from_raw_parts(p, len)).map_err(|e| e.to_string())
}

fn parse(source: &str) -> Result<HashMap<String, String>, String> {
    let mut all = HashMap::new();
    for (n, line) in source.lines().enumerate() {
        let line = line.split('#').next().unwrap_or("").trim();
        if line.is_empty() {
            continue;
        }
        let (key, value) = line.split_once('=').ok_or_else(|| format!("line {}: no '='", n + 1))?;
        all.insert(key.trim().to_owned(), value.trim().to_owned());
    }
    Ok(all)
}

#[no_mangle]
pub extern "C" fn cfg_new() -> Box<Config> {
    Box::default()
}

#[no_mangle]
pub extern "C" fn cfg_free(cfg: Option<Box<Config>>) {
    drop(cfg);
}

/// 0, or -1 with the reason in `cfg_error`; the old values stay then.
///
/// # Safety
/// `source` points to `len` readable bytes.
#[no_mangle]
pub unsafe extern "C" fn cfg_load(cfg: &mut Config, source: *const u8, len: usize) -> c_int {
    match text(source, len).and_then(parse) {
        Ok(values) => {
            cfg.values = values;
            0
        }
        Err(e) => fail(e),
    }
}

/// 0 and the number, or -1.
///
/// # Safety
/// `key` points to `len` readable bytes.
#[no_mangle]
pub unsafe extern "C" fn cfg_int(cfg: &Config, key: *const u8, len: usize, out: &mut i64) -> c_int {
    let key = match text(key, len) {
        Ok(key) => key,
        Err(e) => return fail(e),
    };
    match cfg.values.get(key).map(|v| v.parse::<i64>()) {
        Some(Ok(n)) => {
            *out = n;
            0
        }
        Some(Err(e)) => fail(format!("{key}: {e}")),
        None => fail(format!("{key} is not set")),
    }
}

/// The last error of this thread, or null. Good until the next call on this thread that fails.
#[no_mangle]
pub extern "C" fn cfg_error() -> *const c_char {
    LAST.with(|l| l.borrow().as_ref().map_or(std::ptr::null(), |e| e.as_ptr()))
}
