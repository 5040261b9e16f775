#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Stamp { pub seconds: i64, pub nanos: i32 }
extern "C" { fn stamp_now() -> Stamp; }
pub fn now() -> Stamp { unsafe { stamp_now() } }
