// Interface of `scalars`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn same_bool(value: bool) -> bool;

    pub fn same_char(value: u32) -> u32;

    pub fn same_u8(value: u8) -> u8;

    pub fn same_i8(value: i8) -> i8;

    pub fn same_u16(value: u16) -> u16;

    pub fn same_i16(value: i16) -> i16;

    pub fn same_u32(value: u32) -> u32;

    pub fn same_i32(value: i32) -> i32;

    pub fn same_u64(value: u64) -> u64;

    pub fn same_i64(value: i64) -> i64;

    pub fn same_usize(value: usize) -> usize;

    pub fn same_isize(value: isize) -> isize;

    pub fn same_f32(value: f32) -> f32;

    pub fn same_f64(value: f64) -> f64;

    pub fn same_c_char(value: ::core::ffi::c_char) -> ::core::ffi::c_char;

    pub fn same_c_schar(value: i8) -> i8;

    pub fn same_c_uchar(value: u8) -> u8;

    pub fn same_c_short(value: ::core::ffi::c_short) -> ::core::ffi::c_short;

    pub fn same_c_ushort(value: ::core::ffi::c_ushort) -> ::core::ffi::c_ushort;

    pub fn same_c_int(value: ::core::ffi::c_int) -> ::core::ffi::c_int;

    pub fn same_c_uint(value: ::core::ffi::c_uint) -> ::core::ffi::c_uint;

    pub fn same_c_long(value: ::core::ffi::c_long) -> ::core::ffi::c_long;

    pub fn same_c_ulong(value: ::core::ffi::c_ulong) -> ::core::ffi::c_ulong;

    pub fn same_c_longlong(value: ::core::ffi::c_longlong) -> ::core::ffi::c_longlong;

    pub fn same_c_ulonglong(value: ::core::ffi::c_ulonglong) -> ::core::ffi::c_ulonglong;
}
