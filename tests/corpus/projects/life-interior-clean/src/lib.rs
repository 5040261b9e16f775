pub struct Table { rows: Vec<[f32; 4]> }
#[no_mangle]
pub extern "C" fn table_new() -> *mut Table { Box::into_raw(Box::new(Table { rows: Vec::new() })) }
#[no_mangle]
pub unsafe extern "C" fn table_free(t: *mut Table) { if !t.is_null() { drop(Box::from_raw(t)); } }
#[no_mangle]
pub unsafe extern "C" fn table_add(t: *mut Table) -> usize { match t.as_mut() { Some(t) => { t.rows.push([0.0; 4]); t.rows.len() - 1 } None => 0 } }
#[no_mangle]
pub unsafe extern "C" fn table_row(t: *mut Table, i: usize) -> *mut [f32; 4] {
    t.as_mut().and_then(|t| t.rows.get_mut(i)).map_or(std::ptr::null_mut(), |r| r)
}
