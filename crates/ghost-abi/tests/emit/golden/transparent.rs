// Interface of `transparent`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub type Meters = f64;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub type Handle = *mut ::core::ffi::c_void;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Body {
    pub height: Meters,
    pub handle: Handle,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
pub struct Marker {
    _private: [u8; 0],
    _marker: ::core::marker::PhantomData<(*mut u8, ::core::marker::PhantomPinned)>,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C, align(16))]
#[derive(Debug, Clone, Copy)]
pub struct Raised {
    pub _0: u64,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn meters_add(a: Meters, b: Meters) -> Meters;

    pub fn body_make(height: Meters) -> Body;

    pub fn marker(marker: *const Marker);

    pub fn raised(one: Raised) -> Raised;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Body>() == 16);
        assert!(::core::mem::align_of::<Body>() == 8);
        assert!(::core::mem::offset_of!(Body, height) == 0);
        assert!(::core::mem::offset_of!(Body, handle) == 8);
        assert!(::core::mem::size_of::<Raised>() == 16);
        assert!(::core::mem::align_of::<Raised>() == 16);
        assert!(::core::mem::offset_of!(Raised, _0) == 0);
    }
};
