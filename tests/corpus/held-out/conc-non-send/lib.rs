use std::cell::RefCell;
use std::rc::Rc;

pub struct Scene {
    nodes: Rc<RefCell<Vec<u32>>>,
}

#[no_mangle]
pub extern "C" fn scene_new() -> *mut Scene {
    Box::into_raw(Box::new(Scene { nodes: Rc::new(RefCell::new(Vec::new())) }))
}

#[no_mangle]
pub unsafe extern "C" fn scene_add(s: *mut Scene, id: u32) -> usize {
    let Some(s) = s.as_ref() else { return 0 };
    let Ok(mut nodes) = s.nodes.try_borrow_mut() else { return 0 };
    nodes.push(id);
    nodes.len()
}

#[no_mangle]
pub unsafe extern "C" fn scene_free(s: *mut Scene) {
    if !s.is_null() {
        drop(Box::from_raw(s));
    }
}
