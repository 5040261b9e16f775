#[repr(C)]
pub struct Config { pub width: u16, pub height: u16, pub name: [u8; 8] }
#[no_mangle]
pub extern "C" fn config_area(c: &Config) -> u32 { u32::from(c.width) * u32::from(c.height) }
#[no_mangle]
pub extern "C" fn config_grow(c: Option<&mut Config>, by: u16) {
    if let Some(c) = c { c.width = c.width.saturating_add(by); }
}
