use std::ptr::NonNull;
#[repr(C)] pub struct RawMap { _private: [u8; 0] }
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Status { Ok = 0, Missing = -1, Memory = -2 }
extern "C" {
    fn map_create() -> *mut RawMap;
    fn map_destroy(m: *mut RawMap);
    fn map_put(m: *mut RawMap, k: u32, v: u32) -> Status;
    fn map_get(m: *const RawMap, k: u32, out: *mut u32) -> Status;
}
pub struct Map(NonNull<RawMap>);
impl Map {
    pub fn new() -> Option<Map> { NonNull::new(unsafe { map_create() }).map(Map) }
    pub fn put(&mut self, k: u32, v: u32) -> Result<(), Status> { match unsafe { map_put(self.0.as_ptr(), k, v) } { Status::Ok => Ok(()), e => Err(e) } }
    pub fn get(&self, k: u32) -> Option<u32> { let mut out = 0; (unsafe { map_get(self.0.as_ptr(), k, &mut out) } == Status::Ok).then_some(out) }
}
impl Drop for Map { fn drop(&mut self) { unsafe { map_destroy(self.0.as_ptr()) } } }
