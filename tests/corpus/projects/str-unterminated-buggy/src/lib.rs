use std::ffi::c_char;
extern "C" { fn ui_label(text: *const c_char); }
pub struct Label { text: String }
impl Label {
    pub fn show(&self) {
        unsafe { ui_label(self.text.as_ptr().cast()) };
    }
}
