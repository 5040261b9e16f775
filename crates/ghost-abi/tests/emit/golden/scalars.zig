//! Interface of `scalars`, written by Ghost. Edits are lost.

pub extern fn same_bool(value: bool) bool;

pub extern fn same_char(value: u32) u32;

pub extern fn same_u8(value: u8) u8;

pub extern fn same_i8(value: i8) i8;

pub extern fn same_u16(value: u16) u16;

pub extern fn same_i16(value: i16) i16;

pub extern fn same_u32(value: u32) u32;

pub extern fn same_i32(value: i32) i32;

pub extern fn same_u64(value: u64) u64;

pub extern fn same_i64(value: i64) i64;

pub extern fn same_usize(value: usize) usize;

pub extern fn same_isize(value: isize) isize;

pub extern fn same_f32(value: f32) f32;

pub extern fn same_f64(value: f64) f64;

pub extern fn same_c_char(value: c_char) c_char;

pub extern fn same_c_schar(value: i8) i8;

pub extern fn same_c_uchar(value: u8) u8;

pub extern fn same_c_short(value: c_short) c_short;

pub extern fn same_c_ushort(value: c_ushort) c_ushort;

pub extern fn same_c_int(value: c_int) c_int;

pub extern fn same_c_uint(value: c_uint) c_uint;

pub extern fn same_c_long(value: c_long) c_long;

pub extern fn same_c_ulong(value: c_ulong) c_ulong;

pub extern fn same_c_longlong(value: c_longlong) c_longlong;

pub extern fn same_c_ulonglong(value: c_ulonglong) c_ulonglong;
