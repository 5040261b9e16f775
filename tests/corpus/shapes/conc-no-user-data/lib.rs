pub type OnRow = extern "C" fn(key: u32, value: f64) -> bool;
#[no_mangle]
pub unsafe extern "C" fn table_each(keys: *const u32, values: *const f64, len: usize, on_row: OnRow) -> usize {
    if keys.is_null() || values.is_null() { return 0; }
    let keys = std::slice::from_raw_parts(keys, len);
    let values = std::slice::from_raw_parts(values, len);
    keys.iter().zip(values).take_while(|(k, v)| on_row(**k, **v)).count()
}
