// Interface of `collisions`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub const LIMIT_: u32 = 3;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind(pub u32);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl Kind {
    pub const Shape: Self = Self(0);
    pub const None: Self = Self(1);
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Left(pub u32);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl Left {
    pub const Up: Self = Self(0);
    pub const Down: Self = Self(1);
}

/// The first.
#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct one_Config {
    pub a: u32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Pair_one_Config {
    pub _0: one_Config,
    pub _1: one_Config,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Right(pub u32);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl Right {
    pub const Down: Self = Self(0);
    pub const Free: Self = Self(1);
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub Kind: Kind,
    pub Left: Left,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct stat_ {
    pub stat: u32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct two_Config {
    pub a: u64,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    /// - `stat`: not null
    pub fn stat(stat: *const stat_) -> u32;

    pub fn configs(Config: one_Config, other: two_Config) -> Pair_one_Config;

    pub fn turn(left: Left, right: Right) -> Shape;

    pub fn LIMIT() -> u32;

    pub fn log(level: u32, index: usize) -> bool;

    pub fn index(of: *const u8) -> usize;

    pub fn gammaf(at: f64) -> f64;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Kind>() == 4);
        assert!(::core::mem::align_of::<Kind>() == 4);
        assert!(::core::mem::size_of::<Left>() == 4);
        assert!(::core::mem::align_of::<Left>() == 4);
        assert!(::core::mem::size_of::<one_Config>() == 4);
        assert!(::core::mem::align_of::<one_Config>() == 4);
        assert!(::core::mem::offset_of!(one_Config, a) == 0);
        assert!(::core::mem::size_of::<Pair_one_Config>() == 8);
        assert!(::core::mem::align_of::<Pair_one_Config>() == 4);
        assert!(::core::mem::offset_of!(Pair_one_Config, _0) == 0);
        assert!(::core::mem::offset_of!(Pair_one_Config, _1) == 4);
        assert!(::core::mem::size_of::<Right>() == 4);
        assert!(::core::mem::align_of::<Right>() == 4);
        assert!(::core::mem::size_of::<Shape>() == 8);
        assert!(::core::mem::align_of::<Shape>() == 4);
        assert!(::core::mem::offset_of!(Shape, Kind) == 0);
        assert!(::core::mem::offset_of!(Shape, Left) == 4);
        assert!(::core::mem::size_of::<stat_>() == 4);
        assert!(::core::mem::align_of::<stat_>() == 4);
        assert!(::core::mem::offset_of!(stat_, stat) == 0);
        assert!(::core::mem::size_of::<two_Config>() == 8);
        assert!(::core::mem::align_of::<two_Config>() == 8);
        assert!(::core::mem::offset_of!(two_Config, a) == 0);
    }
};
