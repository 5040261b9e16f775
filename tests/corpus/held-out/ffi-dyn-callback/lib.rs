#[no_mangle]
#[allow(improper_ctypes_definitions)]
pub extern "C" fn run_task(task: Box<dyn Fn(u32) -> u32>) -> u32 {
    task(3)
}
