use std::ffi::c_void;
extern "C" { fn walk(n: u32, visit: extern "C" fn(*mut c_void, u32), user: *mut c_void); }
extern "C" fn add(user: *mut c_void, i: u32) { if let Some(sum) = unsafe { user.cast::<u32>().as_mut() } { *sum += i; } }
pub fn sum(n: u32) -> u32 { let mut sum = 0u32; unsafe { walk(n, add, (&raw mut sum).cast()) }; sum }
pub type Context = *mut c_void;
