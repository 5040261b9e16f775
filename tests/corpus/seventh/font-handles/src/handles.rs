use crate::sys;
use std::os::raw::c_void;
use std::ptr::NonNull;

macro_rules! handle {
    ($name:ident, $release:path) => {
        pub struct $name(NonNull<c_void>);

        impl $name {
            fn from_raw(raw: *mut c_void) -> Option<Self> {
                NonNull::new(raw).map($name)
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                unsafe { $release(self.0.as_ptr()) }
            }
        }
    };
}

handle!(Font, sys::ft_font_close);
handle!(Face, sys::ft_font_close);

impl Font {
    pub fn open(weights: u32) -> Option<Font> {
        Font::from_raw(unsafe { sys::ft_font_open(weights) })
    }
}

impl Face {
    pub fn of(font: &Font, size: u16) -> Option<Face> {
        Face::from_raw(unsafe { sys::ft_face_new(font.0.as_ptr(), size) })
    }

    pub fn line_height(&self) -> u16 {
        unsafe { sys::ft_face_line_height(self.0.as_ptr()) }
    }
}
