use std::ptr::NonNull;

#[repr(C)]
pub struct RawRenderer {
    _private: [u8; 0],
}

extern "C" {
    fn renderer_create(width: u32, height: u32) -> *mut RawRenderer;
    fn renderer_clear(r: *mut RawRenderer, rgb: u32);
    fn renderer_glyph(r: *mut RawRenderer, x: i32, y: i32, glyph: u32) -> bool;
    fn renderer_destroy(r: *mut RawRenderer);
}

pub struct Renderer(NonNull<RawRenderer>);


impl Renderer {
    pub fn new(width: u32, height: u32) -> Option<Self> {
        NonNull::new(unsafe { renderer_create(width, height) }).map(Renderer)
    }

    pub fn clear(&self, rgb: u32) {
        unsafe { renderer_clear(self.0.as_ptr(), rgb) }
    }

    pub fn glyph(&self, x: i32, y: i32, glyph: u32) -> bool {
        unsafe { renderer_glyph(self.0.as_ptr(), x, y, glyph) }
    }
}

impl Drop for Renderer {
    fn drop(&mut self) {
        unsafe { renderer_destroy(self.0.as_ptr()) }
    }
}
