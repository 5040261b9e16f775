use std::ffi::{CStr, c_char};
use std::sync::Mutex;
struct Rule { prefix: String, weight: u32 }
static RULES: Mutex<Vec<Rule>> = Mutex::new(Vec::new());
/// # Safety
/// `prefix` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rule_add(prefix: *const c_char, weight: u32) -> bool {
    if prefix.is_null() { return false }
    let Ok(prefix) = unsafe { CStr::from_ptr(prefix) }.to_str() else { return false };
    let Ok(mut rules) = RULES.lock() else { return false };
    rules.push(Rule { prefix: prefix.to_owned(), weight });
    true
}
/// # Safety
/// `word` is a C string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rule_weight(word: *const c_char) -> u32 {
    if word.is_null() { return 0 }
    let Ok(word) = unsafe { CStr::from_ptr(word) }.to_str() else { return 0 };
    RULES.lock().map_or(0, |r| r.iter().filter(|r| word.starts_with(&*r.prefix)).map(|r| r.weight).max().unwrap_or(0))
}
