#[repr(C)]
#[derive(Clone, Copy)]
pub struct Options { pub depth: u32, pub flags: u32, pub timeout_ms: u64 }
#[no_mangle]
pub extern "C" fn run_with(o: Options) -> u64 {
    u64::from(o.depth) + o.timeout_ms
}
