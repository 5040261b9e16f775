#[repr(C)]
pub struct Options {
    pub threads: u32,
    pub depth: u32,
}
#[no_mangle]
pub extern "C" fn solve(o: Options) -> u64 { u64::from(o.threads) + u64::from(o.depth) }
