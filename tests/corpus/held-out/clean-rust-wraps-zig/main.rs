use std::ffi::{c_char, CStr, CString};
use std::marker::PhantomData;

#[repr(C)]
pub struct RawMap {
    _data: [u8; 0],
    _marker: PhantomData<(*mut u8, std::marker::PhantomPinned)>,
}

unsafe extern "C" {
    fn map_create() -> *mut RawMap;
    fn map_put(m: *mut RawMap, key: *const c_char, value: i64) -> bool;
    fn map_get(m: *const RawMap, key: *const c_char, out: *mut i64) -> bool;
    fn map_destroy(m: *mut RawMap);
}

struct Map(std::ptr::NonNull<RawMap>);

impl Map {
    fn new() -> Option<Self> {
        std::ptr::NonNull::new(unsafe { map_create() }).map(Map)
    }
    fn put(&mut self, key: &str, value: i64) -> Option<bool> {
        let key = CString::new(key).ok()?;
        Some(unsafe { map_put(self.0.as_ptr(), key.as_ptr(), value) })
    }
    fn get(&self, key: &CStr) -> Option<i64> {
        let mut out = 0i64;
        let found = unsafe { map_get(self.0.as_ptr(), key.as_ptr(), &mut out) };
        found.then_some(out)
    }
}

impl Drop for Map {
    fn drop(&mut self) {
        unsafe { map_destroy(self.0.as_ptr()) }
    }
}

fn main() {
    let Some(mut map) = Map::new() else { return };
    map.put("a", 3);
    println!("{:?}", map.get(c"a"));
}
