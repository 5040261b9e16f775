use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::sync::atomic::{AtomicU32, Ordering};

/// Two of different widths.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Mixed {
    /// Narrow.
    pub small: u8,
    /// Wide.
    pub large: f64,
}

/// Too large for registers.
#[repr(C)]
pub struct Large {
    pub items: [u64; 6],
    pub count: usize,
}

/// What to do.
#[repr(u8)]
#[derive(Clone, Copy, PartialEq)]
pub enum Operation {
    Add = 1,
    Negate = 4,
}

/// Why it went wrong.
#[repr(C)]
pub enum Status {
    Fine = 0,
    Empty = -2,
}

#[repr(C)]
pub union Bits {
    pub float: f32,
    pub bytes: [u8; 4],
}

/// Nobody looks inside.
pub struct Counter {
    text: String,
    count: u32,
}

#[unsafe(no_mangle)]
pub extern "C" fn mixed_twice(mixed: Mixed) -> Mixed {
    Mixed { small: mixed.small.wrapping_mul(2), large: mixed.large * 2.0 }
}

#[unsafe(no_mangle)]
pub extern "C" fn large_up_to(limit: u64) -> Large {
    Large { items: std::array::from_fn(|i| i as u64 * limit), count: 6 }
}

#[unsafe(no_mangle)]
pub extern "C" fn operate(operation: Operation, a: i64, b: i64) -> i64 {
    if operation == Operation::Add { a + b } else { -a }
}

#[unsafe(no_mangle)]
pub extern "C" fn status_of(len: usize) -> Status {
    if len == 0 { Status::Empty } else { Status::Fine }
}

#[unsafe(no_mangle)]
pub extern "C" fn bits_first(bits: Bits) -> u8 {
    unsafe { bits.bytes[3] }
}

/// Calls back for each number.
#[unsafe(no_mangle)]
pub extern "C" fn each(
    count: u32,
    callback: extern "C" fn(value: u32, user_data: *mut c_void),
    user_data: *mut c_void,
) {
    (0..count).for_each(|value| callback(value, user_data));
}

#[unsafe(no_mangle)]
pub extern "C" fn maybe(callback: Option<extern "C" fn() -> c_int>) -> c_int {
    callback.map_or(-1, |callback| callback())
}

#[unsafe(no_mangle)]
pub extern "C" fn counter_new(text: *const c_char) -> *mut Counter {
    if text.is_null() {
        return std::ptr::null_mut();
    }
    let text = unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned();
    Box::into_raw(Box::new(Counter { text, count: 0 }))
}

#[unsafe(no_mangle)]
pub extern "C" fn counter_next(counter: Option<&mut Counter>) -> *mut c_char {
    let Some(counter) = counter else { return std::ptr::null_mut() };
    counter.count += 1;
    CString::new(format!("{} {}", counter.text, counter.count)).unwrap_or_default().into_raw()
}

#[unsafe(no_mangle)]
pub extern "C" fn counter_text_free(text: *mut c_char) {
    if !text.is_null() {
        drop(unsafe { CString::from_raw(text) });
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn counter_free(counter: *mut Counter) {
    if !counter.is_null() {
        drop(unsafe { Box::from_raw(counter) });
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn sum(numbers: *const i32, len: usize) -> i64 {
    if numbers.is_null() {
        return 0;
    }
    unsafe { std::slice::from_raw_parts(numbers, len) }.iter().map(|n| i64::from(*n)).sum()
}

#[unsafe(no_mangle)]
pub extern "C" fn wide(a: u128, b: u128) -> u128 {
    a * b
}

#[unsafe(no_mangle)]
pub extern "C" fn both(a: bool, b: bool) -> bool {
    a && b
}

#[unsafe(no_mangle)]
pub extern "C" fn grid_total(grid: &[[u16; 3]; 2]) -> u32 {
    grid.iter().flatten().map(|n| u32::from(*n)).sum()
}

/// How often something was asked.
#[unsafe(no_mangle)]
pub static ASKED: AtomicU32 = AtomicU32::new(5);

#[unsafe(no_mangle)]
pub static ANSWER: u32 = 42;

#[unsafe(no_mangle)]
pub extern "C" fn ask() -> u32 {
    ASKED.fetch_add(1, Ordering::Relaxed) + 1
}

macro_rules! export {
    ($name:ident, $value:expr) => {
        #[unsafe(no_mangle)]
        pub extern "C" fn $name(by: u16) -> u32 {
            u32::from(by) * $value
        }
    };
}
export!(times_three, 3);
export!(times_seven, 7);

#[unsafe(no_mangle)]
pub extern "C" fn caught() -> bool {
    std::panic::set_hook(Box::new(|_| {}));
    std::panic::catch_unwind(|| panic!("unwinding works")).is_err()
}

/// A pointer of its own type.
#[repr(transparent)]
pub struct Handle(std::ptr::NonNull<u32>);

/// Nothing, or what the handle leads to.
#[unsafe(no_mangle)]
pub extern "C" fn handle_value(handle: Option<Handle>) -> u32 {
    handle.map_or(0, |handle| unsafe { *handle.0.as_ptr() })
}
