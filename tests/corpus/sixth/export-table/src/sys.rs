use std::os::raw::c_void;

#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Rect {
    pub x0: f32,
    pub y0: f32,
    pub x1: f32,
    pub y1: f32,
}

pub enum Tree {}

pub type Visit = unsafe extern "C" fn(*mut c_void, u64) -> bool;

extern "C" {
    #[link_name = "rt1_new"]
    pub fn create() -> *mut Tree;
    #[link_name = "rt1_free"]
    pub fn destroy(tree: *mut Tree);
    #[link_name = "rt1_put"]
    pub fn insert(tree: *mut Tree, rect: Rect, id: u64) -> bool;
    #[link_name = "rt1_del"]
    pub fn remove(tree: *mut Tree, id: u64) -> bool;
    #[link_name = "rt1_find"]
    pub fn query(tree: *const Tree, rect: Rect, visit: Visit, user: *mut c_void) -> usize;
}
