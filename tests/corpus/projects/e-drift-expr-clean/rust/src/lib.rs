const BASE: u32 = 1 << 8;
#[repr(u32)]
#[derive(Clone, Copy)]
pub enum Code {
    Ok = 0,
    Parse = BASE + 1,
    Io = BASE + 2,
    Limit = BASE + 3,
}
extern "C" { fn code_is_fatal(code: Code) -> bool; }
pub fn fatal(code: Code) -> bool { unsafe { code_is_fatal(code) } }
