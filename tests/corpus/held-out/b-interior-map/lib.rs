use std::collections::HashMap;

pub struct Table {
    slots: HashMap<u32, u64>,
}

#[no_mangle]
pub extern "C" fn table_new() -> Box<Table> {
    Box::new(Table { slots: HashMap::new() })
}

#[no_mangle]
pub extern "C" fn table_slot(t: &mut Table, key: u32) -> *mut u64 {
    t.slots.entry(key).or_insert(0)
}

#[no_mangle]
pub extern "C" fn table_free(t: Option<Box<Table>>) {
    drop(t);
}
