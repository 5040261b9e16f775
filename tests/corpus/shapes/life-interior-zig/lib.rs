#[repr(C)]
pub struct List { _p: [u8; 0] }
#[repr(C)]
pub struct Item { id: u32, weight: f32 }
extern "C" {
    fn list_new() -> *mut List;
    fn list_add(list: *mut List, id: u32) -> bool;
    fn list_at(list: *mut List, index: usize) -> *mut Item;
    fn list_free(list: *mut List);
}
pub fn run() {
    unsafe {
        let list = list_new();
        list_add(list, 1);
        let first = list_at(list, 0);
        list_add(list, 2);
        if !first.is_null() { (*first).weight = 2.0; }
        list_free(list);
    }
}
