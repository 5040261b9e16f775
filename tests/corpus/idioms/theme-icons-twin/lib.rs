pub struct Theme { name: String, icons: Vec<u16> }
pub struct IconSet { icons: Vec<u16> }
fn theme(n: u16) -> Theme { Theme { name: format!("t{n}"), icons: (0..n).collect() } }
#[unsafe(no_mangle)]
pub extern "C" fn theme_load(n: u16) -> *mut Theme { Box::into_raw(Box::new(theme(n))) }
#[unsafe(no_mangle)]
pub extern "C" fn theme_icons(t: &Theme) -> *mut IconSet {
    let icons = t.icons.iter().copied().filter(|i| usize::from(*i) != t.name.len()).collect();
    Box::into_raw(Box::new(IconSet { icons }))
}
#[unsafe(no_mangle)]
pub extern "C" fn icons_len(i: &IconSet) -> usize { i.icons.len() }
/// # Safety
/// From `theme_load`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn theme_unload(t: *mut Theme) {
    if t.is_null() { return }
    drop(unsafe { Box::from_raw(t) });
}
/// # Safety
/// From `theme_icons`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn icons_unload(i: *mut IconSet) {
    if i.is_null() { return }
    drop(unsafe { Box::from_raw(i) });
}
