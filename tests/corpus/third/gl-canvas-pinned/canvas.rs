use std::marker::PhantomData;

#[repr(C)]
pub struct RawCanvas {
    _data: [u8; 0],
    _pin: PhantomData<*mut ()>,
}

unsafe extern "C" {
    fn canvas_create(width: u32, height: u32) -> *mut RawCanvas;
    fn canvas_clear(canvas: *mut RawCanvas, color: u32) -> bool;
    fn canvas_read(canvas: *mut RawCanvas, out: *mut u32, len: usize) -> usize;
    fn canvas_destroy(canvas: *mut RawCanvas);
}

pub struct Canvas(*mut RawCanvas);

impl Canvas {
    pub fn new(width: u32, height: u32) -> Option<Self> {
        let raw = unsafe { canvas_create(width, height) };
        (!raw.is_null()).then_some(Self(raw))
    }

    pub fn clear(&mut self, color: u32) -> bool {
        unsafe { canvas_clear(self.0, color) }
    }

    pub fn read(&mut self, out: &mut [u32]) -> usize {
        unsafe { canvas_read(self.0, out.as_mut_ptr(), out.len()) }
    }
}

impl Drop for Canvas {
    fn drop(&mut self) {
        unsafe { canvas_destroy(self.0) }
    }
}
