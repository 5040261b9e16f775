#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn total(values: Vec<i32>) -> i64 {
    values.iter().map(|v| i64::from(*v)).sum()
}
