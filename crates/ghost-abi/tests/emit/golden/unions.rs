// Interface of `unions`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(pub u32);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl Kind {
    pub const Whole: Self = Self(0);
    pub const Real: Self = Self(1);
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Clone, Copy)]
pub union Number {
    pub whole: i64,
    pub real: f64,
    pub raw: [u8; 8],
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Tagged {
    pub kind: Kind,
    pub number: Number,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn number_double(number: Tagged) -> Tagged;

    pub fn number_of(whole: i64) -> Number;

    pub fn number_first_byte(number: *const Number) -> u8;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Kind>() == 4);
        assert!(::core::mem::align_of::<Kind>() == 4);
        assert!(::core::mem::size_of::<Number>() == 8);
        assert!(::core::mem::align_of::<Number>() == 8);
        assert!(::core::mem::size_of::<Tagged>() == 16);
        assert!(::core::mem::align_of::<Tagged>() == 8);
        assert!(::core::mem::offset_of!(Tagged, kind) == 0);
        assert!(::core::mem::offset_of!(Tagged, number) == 8);
    }
};
