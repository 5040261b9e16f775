//! Wrappers for `scalars`, written by Ghost. Edits are lost.

pub const raw = @import("scalars.zig");

pub fn sameBool(value: bool) bool {
    return raw.same_bool(value);
}

pub fn sameChar(value: u32) u32 {
    return raw.same_char(value);
}

pub fn sameU8(value: u8) u8 {
    return raw.same_u8(value);
}

pub fn sameI8(value: i8) i8 {
    return raw.same_i8(value);
}

pub fn sameU16(value: u16) u16 {
    return raw.same_u16(value);
}

pub fn sameI16(value: i16) i16 {
    return raw.same_i16(value);
}

pub fn sameU32(value: u32) u32 {
    return raw.same_u32(value);
}

pub fn sameI32(value: i32) i32 {
    return raw.same_i32(value);
}

pub fn sameU64(value: u64) u64 {
    return raw.same_u64(value);
}

pub fn sameI64(value: i64) i64 {
    return raw.same_i64(value);
}

pub fn sameUsize(value: usize) usize {
    return raw.same_usize(value);
}

pub fn sameIsize(value: isize) isize {
    return raw.same_isize(value);
}

pub fn sameF32(value: f32) f32 {
    return raw.same_f32(value);
}

pub fn sameF64(value: f64) f64 {
    return raw.same_f64(value);
}

pub fn sameCChar(value: c_char) c_char {
    return raw.same_c_char(value);
}

pub fn sameCSchar(value: i8) i8 {
    return raw.same_c_schar(value);
}

pub fn sameCUchar(value: u8) u8 {
    return raw.same_c_uchar(value);
}

pub fn sameCShort(value: c_short) c_short {
    return raw.same_c_short(value);
}

pub fn sameCUshort(value: c_ushort) c_ushort {
    return raw.same_c_ushort(value);
}

pub fn sameCInt(value: c_int) c_int {
    return raw.same_c_int(value);
}

pub fn sameCUint(value: c_uint) c_uint {
    return raw.same_c_uint(value);
}

pub fn sameCLong(value: c_long) c_long {
    return raw.same_c_long(value);
}

pub fn sameCUlong(value: c_ulong) c_ulong {
    return raw.same_c_ulong(value);
}

pub fn sameCLonglong(value: c_longlong) c_longlong {
    return raw.same_c_longlong(value);
}

pub fn sameCUlonglong(value: c_ulonglong) c_ulonglong {
    return raw.same_c_ulonglong(value);
}
