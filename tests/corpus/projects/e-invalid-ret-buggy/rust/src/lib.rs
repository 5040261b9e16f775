#[repr(i32)]
#[derive(Debug, Clone, Copy)]
pub enum Level { Debug = 0, Info = 1, Error = 2 }
extern "C" { fn current_level() -> Level; }
pub fn level() -> Option<Level> {
    Some(unsafe { current_level() })
}
