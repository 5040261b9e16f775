// Interface of `callbacks`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Events {
    pub user_data: *mut ::core::ffi::c_void,
    pub on_event: Option<unsafe extern "C" fn(user_data: *mut ::core::ffi::c_void, value: i32)>,
    pub next: Option<unsafe extern "C" fn(events: *const Events) -> *const Events>,
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub type Visitor = Option<unsafe extern "C" fn(user_data: *mut ::core::ffi::c_void, value: i32) -> bool>;

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn for_each(
        xs: *const i32,
        n: usize,
        visitor: Visitor,
        user: *mut ::core::ffi::c_void,
    ) -> usize;

    pub fn events_fire(events: Events, value: i32) -> bool;

    /// - `compare`: not null
    pub fn sort_by(
        xs: *mut i32,
        n: usize,
        compare: unsafe extern "C" fn(a: *const i32, b: *const i32) -> ::core::ffi::c_int,
    );

    /// - result: may be null
    pub fn adder() -> Option<unsafe extern "C" fn(a: i32, b: i32) -> i32>;

    /// - `done`: may be null
    pub fn nested(
        done: Option<unsafe extern "C" fn(ctx: *mut ::core::ffi::c_void, each: Option<unsafe extern "C" fn(_: u8)>) -> *const ::core::ffi::c_char>,
    );
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Events>() == 24);
        assert!(::core::mem::align_of::<Events>() == 8);
        assert!(::core::mem::offset_of!(Events, user_data) == 0);
        assert!(::core::mem::offset_of!(Events, on_event) == 8);
        assert!(::core::mem::offset_of!(Events, next) == 16);
    }
};
