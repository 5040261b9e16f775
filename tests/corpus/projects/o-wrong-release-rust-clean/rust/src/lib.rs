use std::ffi::c_void;
extern "C" {
    fn texture_load(w: u32) -> *mut c_void;
    fn texture_unload(t: *mut c_void);
    fn shader_load(k: u8) -> *mut c_void;
    fn shader_unload(s: *mut c_void);
}
pub fn warm_up() -> bool {
    unsafe {
        let texture = texture_load(64);
        let shader = shader_load(1);
        if texture.is_null() || shader.is_null() { return false; }
        shader_unload(shader);
        texture_unload(texture);
    }
    true
}
