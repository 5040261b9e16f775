// Interface of `by_value`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Large {
    pub values: [f64; 4],
    pub tag: u8,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Mixed {
    pub a: u8,
    pub b: f64,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn point_add(a: Point, b: Point) -> Point;

    pub fn mixed_swap(m: Mixed) -> Mixed;

    pub fn large_make(seed: f64) -> Large;

    pub fn large_sum(large: Large) -> f64;

    pub fn large_map(large: Large, by: Point) -> Large;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Large>() == 40);
        assert!(::core::mem::align_of::<Large>() == 8);
        assert!(::core::mem::offset_of!(Large, values) == 0);
        assert!(::core::mem::offset_of!(Large, tag) == 32);
        assert!(::core::mem::size_of::<Mixed>() == 16);
        assert!(::core::mem::align_of::<Mixed>() == 8);
        assert!(::core::mem::offset_of!(Mixed, a) == 0);
        assert!(::core::mem::offset_of!(Mixed, b) == 8);
        assert!(::core::mem::size_of::<Point>() == 8);
        assert!(::core::mem::align_of::<Point>() == 4);
        assert!(::core::mem::offset_of!(Point, x) == 0);
        assert!(::core::mem::offset_of!(Point, y) == 4);
    }
};
