use std::ffi::c_void;
#[repr(C)]
pub struct Stats { pub min: i32, pub max: i32 }
unsafe extern "C" {
    fn zig_counter_new(start: u64) -> *mut c_void;
    fn zig_counter_add(c: *mut c_void, by: u64) -> u64;
    fn zig_counter_free(c: *mut c_void);
    fn zig_stats(data: *const i32, len: usize, out: *mut Stats) -> bool;
}
pub struct Counter(*mut c_void);
impl Counter {
    pub fn new(start: u64) -> Option<Self> {
        let raw = unsafe { zig_counter_new(start) };
        (!raw.is_null()).then_some(Self(raw))
    }
    pub fn add(&mut self, by: u64) -> u64 { unsafe { zig_counter_add(self.0, by) } }
}
impl Drop for Counter {
    fn drop(&mut self) { unsafe { zig_counter_free(self.0) } }
}
pub fn stats(data: &[i32]) -> Option<Stats> {
    let mut out = Stats { min: 0, max: 0 };
    unsafe { zig_stats(data.as_ptr(), data.len(), &mut out) }.then_some(out)
}
