use std::ptr::NonNull;

#[repr(C)]
pub struct Fib {
    _private: [u8; 0],
}

#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Route {
    pub net: u32,
    pub via: u32,
    pub port: u16,
    pub bits: u8,
    pub metric: u8,
}

unsafe extern "C" {
    pub fn fib_new() -> *mut Fib;
    pub fn fib_free(fib: *mut Fib);
    pub fn fib_insert(fib: *mut Fib, route: *const Route) -> bool;
    pub fn fib_lookup(fib: *const Fib, addr: u32) -> NonNull<Route>;
}
