// Interface of `observed`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C, packed(1))]
#[derive(Debug, Clone, Copy)]
pub struct Dense {
    pub a: u8,
    pub b: u32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
pub struct Holes {
    _private: [u8; 0],
    _marker: ::core::marker::PhantomData<(*mut u8, ::core::marker::PhantomPinned)>,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Natural {
    pub a: u8,
    pub b: u64,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C, align(16))]
#[derive(Debug, Clone, Copy)]
pub struct Raised {
    pub a: u32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn natural(natural: Natural) -> u64;

    pub fn dense(dense: *const Dense, raised: *const Raised) -> u64;

    pub fn holes(holes: *const Holes) -> u64;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Dense>() == 5);
        assert!(::core::mem::align_of::<Dense>() == 1);
        assert!(::core::mem::offset_of!(Dense, a) == 0);
        assert!(::core::mem::offset_of!(Dense, b) == 1);
        assert!(::core::mem::size_of::<Natural>() == 16);
        assert!(::core::mem::align_of::<Natural>() == 8);
        assert!(::core::mem::offset_of!(Natural, a) == 0);
        assert!(::core::mem::offset_of!(Natural, b) == 8);
        assert!(::core::mem::size_of::<Raised>() == 16);
        assert!(::core::mem::align_of::<Raised>() == 16);
        assert!(::core::mem::offset_of!(Raised, a) == 0);
    }
};
