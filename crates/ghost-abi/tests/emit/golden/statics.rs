// Interface of `statics`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
pub struct Secret {
    _private: [u8; 0],
    _marker: ::core::marker::PhantomData<(*mut u8, ::core::marker::PhantomPinned)>,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Version {
    pub major: u32,
    pub minor: u32,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub static VERSION: Version;

    /// Counts calls.
    pub static mut counter: u64;

    pub static PRIMES: [u16; 5];

    /// - value: not null
    pub static GREETING: *const Secret;

    /// - value: may be null
    pub static mut hook: Option<unsafe extern "C" fn(value: i32) -> i32>;

    pub static new: u8;

    pub fn count() -> u64;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Version>() == 8);
        assert!(::core::mem::align_of::<Version>() == 4);
        assert!(::core::mem::offset_of!(Version, major) == 0);
        assert!(::core::mem::offset_of!(Version, minor) == 4);
    }
};
