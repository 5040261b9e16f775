// Interface of `packed_aligned`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C, align(32))]
#[derive(Debug, Clone, Copy)]
pub struct Aligned {
    pub x: f32,
    pub y: f32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Floats {
    pub xyz: [f32; 3],
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Lazy {
    pub x: u64,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C, packed(1))]
#[derive(Debug, Clone, Copy)]
pub struct Packed {
    pub a: u8,
    pub b: u32,
    pub c: u16,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Outer {
    pub packed: Packed,
    pub aligned: Aligned,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C, packed(2))]
#[derive(Debug, Clone, Copy)]
pub struct PackedTwo {
    pub a: u8,
    pub b: u64,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn packed_sum(packed: Packed) -> u64;

    pub fn floats_scale(floats: Floats, by: f32) -> Floats;

    pub fn packed_two(packed: *const PackedTwo) -> u64;

    pub fn aligned_address(aligned: *const Aligned) -> usize;

    pub fn outer_make() -> Outer;

    pub fn lazy(lazy: Lazy) -> u64;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Aligned>() == 32);
        assert!(::core::mem::align_of::<Aligned>() == 32);
        assert!(::core::mem::offset_of!(Aligned, x) == 0);
        assert!(::core::mem::offset_of!(Aligned, y) == 4);
        assert!(::core::mem::size_of::<Floats>() == 12);
        assert!(::core::mem::align_of::<Floats>() == 4);
        assert!(::core::mem::offset_of!(Floats, xyz) == 0);
        assert!(::core::mem::size_of::<Lazy>() == 8);
        assert!(::core::mem::align_of::<Lazy>() == 8);
        assert!(::core::mem::offset_of!(Lazy, x) == 0);
        assert!(::core::mem::size_of::<Packed>() == 7);
        assert!(::core::mem::align_of::<Packed>() == 1);
        assert!(::core::mem::offset_of!(Packed, a) == 0);
        assert!(::core::mem::offset_of!(Packed, b) == 1);
        assert!(::core::mem::offset_of!(Packed, c) == 5);
        assert!(::core::mem::size_of::<Outer>() == 64);
        assert!(::core::mem::align_of::<Outer>() == 32);
        assert!(::core::mem::offset_of!(Outer, packed) == 0);
        assert!(::core::mem::offset_of!(Outer, aligned) == 32);
        assert!(::core::mem::size_of::<PackedTwo>() == 10);
        assert!(::core::mem::align_of::<PackedTwo>() == 2);
        assert!(::core::mem::offset_of!(PackedTwo, a) == 0);
        assert!(::core::mem::offset_of!(PackedTwo, b) == 2);
    }
};
