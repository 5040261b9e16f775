// Interface of `variadic`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn sum_of(count: ::core::ffi::c_int, ...) -> ::core::ffi::c_int;

    pub fn print_to(
        out: *mut ::core::ffi::c_void,
        format: *const ::core::ffi::c_char,
        ...
    ) -> ::core::ffi::c_int;

    /// - `log`: may be null
    pub fn set_log(log: Option<unsafe extern "C" fn(format: *const ::core::ffi::c_char, ...)>);

    pub fn die(code: ::core::ffi::c_int) -> !;

    /// - `then`: may be null
    pub fn on_death(then: Option<unsafe extern "C" fn() -> !>);
}
