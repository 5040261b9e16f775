use std::ffi::c_char;
extern "C" { fn ui_label(text: *const c_char); }
pub struct Label { text: String }
impl Label {
    pub fn show(&self) {
        let Ok(text) = std::ffi::CString::new(self.text.as_str()) else { return };
        unsafe { ui_label(text.as_ptr()) };
    }
}
