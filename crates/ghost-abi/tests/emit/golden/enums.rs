// Interface of `enums`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Color(pub u8);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl Color {
    pub const Red: Self = Self(0);
    /// Like grass.
    pub const Green: Self = Self(1);
    pub const Blue: Self = Self(200);
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ErrorCode(pub ::core::ffi::c_uint);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl ErrorCode {
    pub const Success: Self = Self(0);
    pub const InvalidInput: Self = Self(1);
    pub const OutOfMemory: Self = Self(2);
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Huge(pub u64);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl Huge {
    pub const Low: Self = Self(1);
    pub const High: Self = Self(18446744073709551615);
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(pub ::core::ffi::c_int);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl Level {
    pub const Low: Self = Self(0);
    pub const Middle: Self = Self(5);
    pub const Usual: Self = Self(5);
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nothing(pub u16);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signed(pub i32);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl Signed {
    pub const Minus: Self = Self(-1);
    pub const Zero: Self = Self(0);
    pub const Plus: Self = Self(1);
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn color_next(color: Color) -> Color;

    pub fn error_of(value: i32) -> ErrorCode;

    pub fn sign_of(value: i32) -> Signed;

    pub fn huge_other(huge: Huge) -> Huge;

    pub fn level_raise(level: Level) -> Level;

    pub fn nothing_at_all(nothing: Nothing) -> Nothing;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Color>() == 1);
        assert!(::core::mem::align_of::<Color>() == 1);
        assert!(::core::mem::size_of::<ErrorCode>() == 4);
        assert!(::core::mem::align_of::<ErrorCode>() == 4);
        assert!(::core::mem::size_of::<Huge>() == 8);
        assert!(::core::mem::align_of::<Huge>() == 8);
        assert!(::core::mem::size_of::<Level>() == 4);
        assert!(::core::mem::align_of::<Level>() == 4);
        assert!(::core::mem::size_of::<Nothing>() == 2);
        assert!(::core::mem::align_of::<Nothing>() == 2);
        assert!(::core::mem::size_of::<Signed>() == 4);
        assert!(::core::mem::align_of::<Signed>() == 4);
    }
};
