use std::ptr::NonNull;

#[repr(C)]
struct RawRegistry {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn metric_registry_new() -> *mut RawRegistry;
    fn metric_registry_free(r: *mut RawRegistry);
    fn metric_register(r: *mut RawRegistry, name: *const u8, len: usize) -> i32;
    fn metric_add(r: *mut RawRegistry, id: i32, by: u64);
    fn metric_find(r: *const RawRegistry, name: *const u8, len: usize, out: *mut u64) -> bool;
}

#[derive(Clone, Copy, Debug)]
pub struct MetricId(i32);

pub struct Registry(NonNull<RawRegistry>);

impl Registry {
    pub fn new() -> Option<Self> {
        NonNull::new(unsafe { metric_registry_new() }).map(Registry)
    }

    pub fn register(&mut self, name: &str) -> Option<MetricId> {
        let id = unsafe { metric_register(self.0.as_ptr(), name.as_ptr(), name.len()) };
        (id >= 0).then_some(MetricId(id))
    }

    pub fn add(&mut self, id: MetricId, by: u64) {
        unsafe { metric_add(self.0.as_ptr(), id.0, by) }
    }

    pub fn value(&self, name: &str) -> Option<u64> {
        let mut out = 0;
        let found = unsafe { metric_find(self.0.as_ptr(), name.as_ptr(), name.len(), &mut out) };
        found.then_some(out)
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        unsafe { metric_registry_free(self.0.as_ptr()) }
    }
}
