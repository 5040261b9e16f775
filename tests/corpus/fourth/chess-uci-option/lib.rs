use std::collections::BTreeMap;
use std::ffi::{CStr, c_char};
use std::sync::Mutex;

#[derive(Clone, Debug)]
enum Value {
    Spin(i64),
    Check(bool),
    Text(String),
}

static OPTIONS: Mutex<BTreeMap<String, Value>> = Mutex::new(BTreeMap::new());

fn parse(value: &str) -> Value {
    if let Ok(n) = value.parse::<i64>() {
        return Value::Spin(n);
    }
    match value {
        "true" => Value::Check(true),
        "false" => Value::Check(false),
        other => Value::Text(other.to_owned()),
    }
}

/// Sets an engine option; 0 on success.
///
/// # Safety
/// Both are C strings or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn uci_set_option(name: *const c_char, value: *const c_char) -> i32 {
    if name.is_null() || value.is_null() {
        return -1;
    }
    let Ok(key) = unsafe { CStr::from_ptr(name) }.to_str() else {
        return -2;
    };
    let text = unsafe { CStr::from_ptr(value) }.to_str().unwrap();
    match OPTIONS.lock() {
        Ok(mut map) => {
            map.insert(key.to_ascii_lowercase(), parse(text));
            0
        }
        Err(_) => -3,
    }
}

/// A numeric option, or the default.
///
/// # Safety
/// `name` is a C string or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn uci_spin(name: *const c_char, default: i64) -> i64 {
    if name.is_null() {
        return default;
    }
    let key = unsafe { CStr::from_ptr(name) }.to_string_lossy().to_ascii_lowercase();
    match OPTIONS.lock() {
        Ok(map) => match map.get(&key) {
            Some(Value::Spin(n)) => *n,
            Some(Value::Check(b)) => i64::from(*b),
            Some(Value::Text(t)) => i64::try_from(t.len()).unwrap_or(default),
            None => default,
        },
        Err(_) => default,
    }
}
