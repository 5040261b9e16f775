// Interface of `wide`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const WIDE_MAX: u128 = 170141183460469231731687303715884105727;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Holder {
    pub pair: *const Pair,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Pair {
    pub small: u8,
    pub wide: u128,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn wide_mul(a: u64, b: u64) -> u128;

    pub fn wide_neg(a: i128) -> i128;

    pub fn wide_pair(pair: Pair) -> Pair;

    pub fn wide_holder(holder: Holder) -> u64;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Holder>() == 8);
        assert!(::core::mem::align_of::<Holder>() == 8);
        assert!(::core::mem::offset_of!(Holder, pair) == 0);
        assert!(::core::mem::size_of::<Pair>() == 32);
        assert!(::core::mem::align_of::<Pair>() == 16);
        assert!(::core::mem::offset_of!(Pair, small) == 0);
        assert!(::core::mem::offset_of!(Pair, wide) == 16);
    }
};
