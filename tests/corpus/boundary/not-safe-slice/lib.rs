#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn total(values: &[u32]) -> u64 {
    values.iter().map(|v| u64::from(*v)).sum()
}
