#[repr(C)]
pub struct Config {
    pub verbose: bool,
    pub threads: u32,
    pub ratio: f64,
}
impl Default for Config { fn default() -> Self { Config { verbose: false, threads: 1, ratio: 0.5 } } }
#[no_mangle]
pub extern "C" fn config_init(out: *mut Config) -> bool {
    if out.is_null() { return false; }
    unsafe { out.write(Config::default()) };
    true
}
