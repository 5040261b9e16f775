//! Safe wrapper of the Zig key-value store.
use std::marker::PhantomData;

#[repr(C)]
pub struct RawStore {
    _private: [u8; 0],
}

#[repr(C)]
pub struct RawScan {
    _private: [u8; 0],
}

#[link(name = "kvstore", kind = "static")]
extern "C" {
    #[link_name = "kv_open"]
    fn open() -> *mut RawStore;
    #[link_name = "kv_close"]
    fn close(s: *mut RawStore);
    #[link_name = "kv_put"]
    fn put(s: *mut RawStore, key: u64, value: u64) -> bool;
    #[link_name = "kv_scan_begin"]
    fn scan_begin(s: *const RawStore, from: u64) -> *mut RawScan;
    #[link_name = "kv_scan_next"]
    fn scan_next(it: *mut RawScan, key: *mut u64, value: *mut u64) -> bool;
    #[link_name = "kv_scan_end"]
    fn scan_end(it: *mut RawScan);
}

pub struct Store(*mut RawStore);
pub struct Scan<'a>(*mut RawScan, PhantomData<&'a Store>);

impl Store {
    pub fn open() -> Option<Store> {
        let p = unsafe { open() };
        (!p.is_null()).then_some(Store(p))
    }
    pub fn put(&mut self, key: u64, value: u64) -> bool {
        unsafe { put(self.0, key, value) }
    }
    pub fn scan(&self, from: u64) -> Scan<'_> {
        Scan(unsafe { scan_begin(self.0, from) }, PhantomData)
    }
}

impl Iterator for Scan<'_> {
    type Item = (u64, u64);
    fn next(&mut self) -> Option<Self::Item> {
        let (mut k, mut v) = (0, 0);
        unsafe { scan_next(self.0, &mut k, &mut v) }.then_some((k, v))
    }
}

impl Drop for Scan<'_> {
    fn drop(&mut self) {
        unsafe { scan_end(self.0) }
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        unsafe { close(self.0) }
    }
}
