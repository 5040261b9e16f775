// Interface of `keywords`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
pub struct Option_ {
    _private: [u8; 0],
    _marker: ::core::marker::PhantomData<(*mut u8, ::core::marker::PhantomPinned)>,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Self_ {
    pub u8: u32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
pub struct std {
    _private: [u8; 0],
    _marker: ::core::marker::PhantomData<(*mut u8, ::core::marker::PhantomPinned)>,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct r#type {
    pub class: u32,
    pub error: u32,
    pub r#fn: u32,
    pub self_: u32,
    pub _0: u32,
    pub r#match: u32,
    pub register: u32,
    pub errno: u32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct u8_ {
    pub void: u8,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct union(pub u32);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl union {
    pub const default: Self = Self(0);
    pub const catch: Self = Self(1);
    pub const r#true: Self = Self(2);
    pub const __: Self = Self(3);
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn main_loop(
        int: i32,
        class: i32,
        new: i32,
        r#fn: i32,
        u8: u8,
        self_: i32,
        std: *const std,
        main_loop: i32,
        _: i32,
        linux: i32,
        near: i32,
    ) -> i32;

    pub fn delete(all: r#type) -> r#type;

    pub fn int(a: u8_) -> u8_;

    pub fn r#match(kind: union) -> Self_;

    #[link_name = "crate"]
    pub fn crate_(option: *mut Option_) -> i32;

    #[link_name = "odd.name$1"]
    pub fn odd_name_1() -> i32;

    pub fn twice(a: i32, a_: i32) -> i32;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Self_>() == 4);
        assert!(::core::mem::align_of::<Self_>() == 4);
        assert!(::core::mem::offset_of!(Self_, u8) == 0);
        assert!(::core::mem::size_of::<r#type>() == 32);
        assert!(::core::mem::align_of::<r#type>() == 4);
        assert!(::core::mem::offset_of!(r#type, class) == 0);
        assert!(::core::mem::offset_of!(r#type, error) == 4);
        assert!(::core::mem::offset_of!(r#type, r#fn) == 8);
        assert!(::core::mem::offset_of!(r#type, self_) == 12);
        assert!(::core::mem::offset_of!(r#type, _0) == 16);
        assert!(::core::mem::offset_of!(r#type, r#match) == 20);
        assert!(::core::mem::offset_of!(r#type, register) == 24);
        assert!(::core::mem::offset_of!(r#type, errno) == 28);
        assert!(::core::mem::size_of::<u8_>() == 1);
        assert!(::core::mem::align_of::<u8_>() == 1);
        assert!(::core::mem::offset_of!(u8_, void) == 0);
        assert!(::core::mem::size_of::<union>() == 4);
        assert!(::core::mem::align_of::<union>() == 4);
    }
};
