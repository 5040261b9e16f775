#[no_mangle]
pub extern "C-unwind" fn config_level(i: usize) -> u32 {
    let levels = [1, 2, 3];
    levels[i]
}
