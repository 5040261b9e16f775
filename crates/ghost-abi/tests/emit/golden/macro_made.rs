// Interface of `macro_made`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
pub struct rure {
    _private: [u8; 0],
    _marker: ::core::marker::PhantomData<(*mut u8, ::core::marker::PhantomPinned)>,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct rure_match {
    pub start: usize,
    pub end: usize,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn rure_compile(_: *mut i8, _: usize) -> *mut rure;

    pub fn rure_find(_: *mut rure, _: *mut u8, _: usize, _: *mut rure_match) -> bool;

    pub fn rure_free(re: *mut rure, _: *mut ::core::ffi::c_void);
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<rure_match>() == 16);
        assert!(::core::mem::align_of::<rure_match>() == 8);
        assert!(::core::mem::offset_of!(rure_match, start) == 0);
        assert!(::core::mem::offset_of!(rure_match, end) == 8);
    }
};
