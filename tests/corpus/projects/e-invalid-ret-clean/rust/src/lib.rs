#[repr(i32)]
#[derive(Debug, Clone, Copy)]
pub enum Level { Debug = 0, Info = 1, Error = 2 }
extern "C" { fn current_level() -> i32; }
pub fn level() -> Option<Level> {
    match unsafe { current_level() } { 0 => Some(Level::Debug), 1 => Some(Level::Info), 2 => Some(Level::Error), _ => None }
}
