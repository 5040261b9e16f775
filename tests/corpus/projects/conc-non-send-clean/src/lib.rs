use std::sync::Arc;
pub struct Scene { name: Arc<str>, users: Vec<Arc<str>> }
#[no_mangle]
pub extern "C" fn scene_new() -> *mut Scene { let name = "s".into(); Box::into_raw(Box::new(Scene { users: vec![], name })) }
#[no_mangle]
pub unsafe extern "C" fn scene_users(s: *const Scene) -> usize { s.as_ref().map_or(0, |s| s.users.len() + s.name.len()) }
#[no_mangle]
pub unsafe extern "C" fn scene_free(s: *mut Scene) { if !s.is_null() { drop(Box::from_raw(s)); } }
