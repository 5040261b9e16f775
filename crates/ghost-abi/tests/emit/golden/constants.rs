// Interface of `constants`, written by Ghost. Edits are lost.

/// How many there may be.
/// Not one more.
#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const MAX_ITEMS: usize = 64;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const MASK: u32 = 4294967295;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const LOWEST: i64 = -9223372036854775808;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const LOWEST_INT: ::core::ffi::c_int = -2147483648;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const HIGHEST: u64 = 18446744073709551615;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const OFFSET: i32 = -5;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const LETTER: u32 = 129408;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const ENABLED: bool = true;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const RATIO: f32 = 1000.5;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const TINY: f64 = -1.0e-9;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const WHOLE: f64 = 3.0;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const ENDLESS: f64 = f64::INFINITY;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const BOTTOM: f32 = f32::NEG_INFINITY;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const NOT_A_NUMBER: f32 = f32::NAN;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const NAME: &str = "ghost \"quoted\" \\ 100 %";

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const ODD: &str = "é🦎??/\n\t\01\u{7f}";

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const DEFAULT_MODE: Mode = Mode(1);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const FIRST_ID: Id = 7;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const int: i32 = 1;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub type Id = u64;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mode(pub u32);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl Mode {
    pub const Fast: Self = Self(0);
    pub const Safe: Self = Self(1);
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn limit(MAX_ITEMS: usize, id: Id) -> Mode;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Mode>() == 4);
        assert!(::core::mem::align_of::<Mode>() == 4);
    }
};
