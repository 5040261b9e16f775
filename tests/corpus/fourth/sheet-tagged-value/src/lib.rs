pub mod value;

use value::{Raw, Value};

/// Adds two values: numbers are added, booleans count as 0 and 1, everything else is an error.
#[no_mangle]
pub extern "C" fn value_add(a: Raw, b: Raw) -> Raw {
    let number = |v: Value| match v {
        Value::Number(n) => Some(n),
        Value::Bool(b) => Some(f64::from(u8::from(b))),
        Value::Empty => Some(0.0),
        Value::Error(_) => None,
    };
    match (Value::read(&a).and_then(number), Value::read(&b).and_then(number)) {
        (Some(x), Some(y)) => Value::Number(x + y).raw(),
        _ => Value::Error(1).raw(),
    }
}

#[no_mangle]
pub extern "C" fn value_is_error(v: *const Raw) -> bool {
    match unsafe { v.as_ref() } {
        Some(v) => matches!(Value::read(v), Some(Value::Error(_)) | None),
        None => true,
    }
}
