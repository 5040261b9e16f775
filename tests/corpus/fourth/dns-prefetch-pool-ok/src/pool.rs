use std::ffi::c_void;

#[repr(C)]
pub struct Query {
    pub name: *const u8,
    pub len: usize,
    pub id: u32,
}

pub type AnswerFn = unsafe extern "C" fn(user: *mut c_void, id: u32, addr: u32);

extern "C" {
    pub fn prefetch_all(q: *const Query, n: usize, f: Option<AnswerFn>, user: *mut c_void);
}
