// Interface of `moved`, written by Ghost. Edits are lost.

/// Aligns the field behind it to 8 bytes.
#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C, align(8))]
#[derive(Debug, Clone, Copy)]
pub struct Align8;

/// Aligns the field behind it to 16 bytes.
#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C, align(16))]
#[derive(Debug, Clone, Copy)]
pub struct Align16_;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
pub struct Align16 {
    _private: [u8; 0],
    _marker: ::core::marker::PhantomData<(*mut u8, ::core::marker::PhantomPinned)>,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Lanes {
    pub tag: u8,
    pub _align_v: [Align16_; 0],
    pub v: [f32; 4],
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C, align(32))]
#[derive(Debug, Clone, Copy)]
pub struct Nest {
    pub lanes: Lanes,
    pub end: u16,
    pub Align32: u8,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Seen {
    pub a: u16,
    pub _align_b: [Align8; 0],
    pub b: u16,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Split {
    pub a: u32,
    pub _align_b: [Align8; 0],
    pub b: u32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Wide {
    pub a: f32,
    pub _align_b: [Align8; 0],
    pub b: f32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn lanes_sum(lanes: *const Lanes) -> f32;

    pub fn split_swap(split: Split) -> Split;

    pub fn wide_swap(wide: Wide) -> Wide;

    pub fn nest_end(nest: *const Nest) -> u16;

    pub fn seen(seen: *const Seen, other: *const Align16) -> u16;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Lanes>() == 32);
        assert!(::core::mem::align_of::<Lanes>() == 16);
        assert!(::core::mem::offset_of!(Lanes, tag) == 0);
        assert!(::core::mem::offset_of!(Lanes, v) == 16);
        assert!(::core::mem::size_of::<Nest>() == 64);
        assert!(::core::mem::align_of::<Nest>() == 32);
        assert!(::core::mem::offset_of!(Nest, lanes) == 0);
        assert!(::core::mem::offset_of!(Nest, end) == 32);
        assert!(::core::mem::offset_of!(Nest, Align32) == 34);
        assert!(::core::mem::size_of::<Seen>() == 16);
        assert!(::core::mem::align_of::<Seen>() == 8);
        assert!(::core::mem::offset_of!(Seen, a) == 0);
        assert!(::core::mem::offset_of!(Seen, b) == 8);
        assert!(::core::mem::size_of::<Split>() == 16);
        assert!(::core::mem::align_of::<Split>() == 8);
        assert!(::core::mem::offset_of!(Split, a) == 0);
        assert!(::core::mem::offset_of!(Split, b) == 8);
        assert!(::core::mem::size_of::<Wide>() == 16);
        assert!(::core::mem::align_of::<Wide>() == 8);
        assert!(::core::mem::offset_of!(Wide, a) == 0);
        assert!(::core::mem::offset_of!(Wide, b) == 8);
    }
};
