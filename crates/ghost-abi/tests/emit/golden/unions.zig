//! Interface of `unions`, written by Ghost. Edits are lost.

pub const Kind = enum(u32) {
    Whole = 0,
    Real = 1,
};

pub const Number = extern union {
    whole: i64,
    real: f64,
    raw: [8]u8,
};

pub const Tagged = extern struct {
    kind: Kind,
    number: Number,
};

pub extern fn number_double(number: Tagged) Tagged;

pub extern fn number_of(whole: i64) Number;

pub extern fn number_first_byte(number: [*c]const Number) u8;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Kind) != 4 or @alignOf(Kind) != 4)
            @compileError("size or alignment of Kind differs from the library's");
        if (@sizeOf(Number) != 8 or @alignOf(Number) != 8)
            @compileError("size or alignment of Number differs from the library's");
        if (@sizeOf(Tagged) != 16 or @alignOf(Tagged) != 8)
            @compileError("size or alignment of Tagged differs from the library's");
        if (@offsetOf(Tagged, "kind") != 0)
            @compileError("offset of Tagged.kind differs from the library's");
        if (@offsetOf(Tagged, "number") != 8)
            @compileError("offset of Tagged.number differs from the library's");
    }
}
