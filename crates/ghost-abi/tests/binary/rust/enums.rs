//! C-like enums of several widths, signs and sparse values.
#[repr(C)]
#[derive(Clone, Copy)]
pub enum Status {
    Ok = 0,
    NotFound = 404,
    Failed = -1,
}
#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Level {
    Low,
    High = 200,
}
#[repr(i64)]
#[derive(Clone, Copy)]
pub enum Wide {
    Least = i64::MIN,
    Most = i64::MAX,
}
#[repr(u8)]
#[derive(Clone, Copy)]
pub enum Lonely {
    Only = 7,
}
#[unsafe(no_mangle)]
pub extern "C" fn status_of(level: Level) -> Status {
    match level {
        Level::Low => Status::Ok,
        Level::High => Status::NotFound,
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn status_failed(status: &Status) -> bool {
    matches!(status, Status::Failed)
}
#[unsafe(no_mangle)]
pub extern "C" fn wide_flip(wide: Wide) -> Wide {
    match wide {
        Wide::Least => Wide::Most,
        Wide::Most => Wide::Least,
    }
}
#[unsafe(no_mangle)]
pub extern "C" fn lonely(out: *mut Lonely) {
    unsafe { *out = Lonely::Only }
}
