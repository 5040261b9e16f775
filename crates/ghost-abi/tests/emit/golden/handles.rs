// Interface of `handles`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
pub struct Counter {
    _private: [u8; 0],
    _marker: ::core::marker::PhantomData<(*mut u8, ::core::marker::PhantomPinned)>,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
pub struct Session {
    _private: [u8; 0],
    _marker: ::core::marker::PhantomData<(*mut u8, ::core::marker::PhantomPinned)>,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(transparent)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status(pub ::core::ffi::c_uint);

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
impl Status {
    pub const Ok: Self = Self(0);
    pub const Failed: Self = Self(1);
    pub const Busy: Self = Self(7);
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn counter_new(start: i64) -> *mut Counter;

    pub fn counter_add(counter: *mut Counter, by: i64) -> i64;

    pub fn counter_init(counter: *mut Counter);

    pub fn counter_name(counter: *const Counter) -> *mut ::core::ffi::c_char;

    pub fn counter_free(counter: *mut Counter);

    pub fn free_string(text: *mut ::core::ffi::c_char);

    pub fn session_open(name: *const ::core::ffi::c_char, out: *mut *mut Session) -> Status;

    /// - `session`: not null
    pub fn session_write(session: *mut Session, data: *const u8, len: usize) -> Status;

    /// - `session`: may be null
    pub fn session_total(session: *const Session) -> usize;

    pub fn session_close(session: *mut Session);
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Status>() == 4);
        assert!(::core::mem::align_of::<Status>() == 4);
    }
};
