//! Function pointers: with user data, nullable, returned, nested, variadic, in a table.
use std::ffi::{c_char, c_void};
pub type Visit = extern "C" fn(user: *mut c_void, value: u32) -> bool;
#[repr(C)]
pub struct Table {
    pub open: Option<unsafe extern "C" fn(*const c_char, *mut c_void) -> *mut c_void>,
    pub close: unsafe extern "C" fn(*mut c_void),
    pub next: extern "C-unwind" fn(&Table) -> Option<&Table>,
}
#[unsafe(no_mangle)]
pub extern "C" fn each(count: u32, visit: Visit, user: *mut c_void) -> bool {
    (0..count).all(|i| visit(user, i))
}
#[unsafe(no_mangle)]
pub extern "C" fn pick(first: Option<Visit>, second: Visit) -> Visit {
    first.unwrap_or(second)
}
#[unsafe(no_mangle)]
pub unsafe extern "C" fn with_table(table: *const Table, user: *mut c_void) {
    unsafe { ((*table).close)(user) }
}
#[unsafe(no_mangle)]
pub extern "C" fn print_with(
    print: unsafe extern "C" fn(*const c_char, ...) -> i32,
    factory: extern "C" fn(extern "C" fn(u8) -> u8) -> i16,
) -> i32 {
    extern "C" fn same(x: u8) -> u8 {
        x
    }
    unsafe { print(c"%d".as_ptr(), i32::from(factory(same))) }
}
#[unsafe(no_mangle)]
pub extern "C" fn takes_printer(
    with: extern "C" fn(unsafe extern "C" fn(*const c_char, ...) -> i32, u32),
    _unused: extern "C" fn(u8),
) {
    unsafe extern "C" {
        fn printf(format: *const c_char, ...) -> i32;
    }
    with(printf, 1)
}
#[unsafe(no_mangle)]
pub extern "C" fn takes_rust(f: fn(u8) -> u8) -> u8 {
    f(1)
}
