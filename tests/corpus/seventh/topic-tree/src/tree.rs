use std::ptr::NonNull;

#[repr(C)]
struct RawTree {
    _p: [u8; 0],
}

unsafe extern "C" {
    fn topic_tree_new() -> *mut RawTree;
    fn topic_tree_free(t: *mut RawTree);
    fn topic_subscribe(t: *mut RawTree, name: *const u8, len: usize, subscriber: u32) -> bool;
    fn topic_subscriber(t: *const RawTree, name: *const u8, len: usize) -> i64;
}

pub struct Topics {
    raw: NonNull<RawTree>,
}

impl Topics {
    pub fn new() -> Option<Self> {
        let raw = NonNull::new(unsafe { topic_tree_new() })?;
        Some(Topics { raw })
    }

    pub fn subscribe(&mut self, name: &str, subscriber: u32) -> bool {
        unsafe { topic_subscribe(self.raw.as_ptr(), name.as_ptr(), name.len(), subscriber) }
    }

    pub fn subscriber(&self, name: &str) -> Option<u32> {
        let id = unsafe { topic_subscriber(self.raw.as_ptr(), name.as_ptr(), name.len()) };
        u32::try_from(id).ok()
    }
}

impl Drop for Topics {
    fn drop(&mut self) {
        unsafe { topic_tree_free(self.raw.as_ptr()) }
    }
}
