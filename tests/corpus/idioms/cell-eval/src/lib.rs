mod sheet;
use sheet::Sheet;
#[unsafe(no_mangle)]
pub extern "C" fn sheet_new(w: u32, h: u32) -> Option<Box<Sheet>> { Sheet::sized(w as usize, h as usize).map(Box::new) }
#[unsafe(no_mangle)]
pub extern "C" fn sheet_free(_: Option<Box<Sheet>>) {}
#[unsafe(no_mangle)]
pub extern "C" fn sheet_set(s: Option<&mut Sheet>, x: u32, y: u32, v: f64) -> bool {
    let Some(s) = s else { return false };
    s.put(x as usize, y as usize, v)
}
#[unsafe(no_mangle)]
pub extern "C" fn sheet_get(s: Option<&Sheet>, x: u32, y: u32) -> f64 {
    s.map_or(f64::NAN, |s| s.at(x as usize, y as usize))
}
