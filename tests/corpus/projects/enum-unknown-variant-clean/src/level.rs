#[repr(u8)]
pub enum Level {
    Low,
    Mid,
    High,
}
#[no_mangle]
pub extern "C" fn level_of(value: u32) -> Level {
    match value { 0..=9 => Level::Low, 10..=99 => Level::Mid, _ => Level::High }
}
