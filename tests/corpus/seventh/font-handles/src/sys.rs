use std::os::raw::c_void;

extern "C" {
    pub fn ft_font_open(weights: u32) -> *mut c_void;
    pub fn ft_font_close(font: *mut c_void);
    pub fn ft_face_new(font: *const c_void, size: u16) -> *mut c_void;
    pub fn ft_face_line_height(face: *const c_void) -> u16;
    #[allow(dead_code)]
    pub fn ft_face_destroy(face: *mut c_void);
}
