extern "C" {
    static lib_version: u16;
}
pub fn version() -> u16 { unsafe { lib_version } }
