//! Interface of `arrays`, written by Ghost. Edits are lost.

pub const Matrix = extern struct {
    cells: [4][4]f32,
};

pub const Message = extern struct {
    len: u32,
    data: [0]u8,
};

pub const Name = extern struct {
    len: usize,
    text: [16]u8,
    parts: [2][*c]const u8,
};

pub const Row = [3]i16;

pub const Tail = extern struct {
    count: u32,
    items: [0]u32,
};

pub extern fn matrix_transpose(matrix: Matrix) Matrix;

pub extern fn matrix_rows(rows: [*c]const [4]f32, n: usize) f32;

pub extern fn row_sum(row: *const Row) i32;

pub extern fn name_of(index: u32) Name;

pub extern fn tail_sum(tail: *const Tail) u32;

comptime {
    // The layouts above hold where pointers and `long` have these sizes.
    if (@sizeOf(usize) == 8 and @sizeOf(c_long) == 8) {
        if (@sizeOf(Matrix) != 64 or @alignOf(Matrix) != 4)
            @compileError("size or alignment of Matrix differs from the library's");
        if (@offsetOf(Matrix, "cells") != 0)
            @compileError("offset of Matrix.cells differs from the library's");
        if (@sizeOf(Message) != 4 or @alignOf(Message) != 4)
            @compileError("size or alignment of Message differs from the library's");
        if (@offsetOf(Message, "len") != 0)
            @compileError("offset of Message.len differs from the library's");
        if (@offsetOf(Message, "data") != 4)
            @compileError("offset of Message.data differs from the library's");
        if (@sizeOf(Name) != 40 or @alignOf(Name) != 8)
            @compileError("size or alignment of Name differs from the library's");
        if (@offsetOf(Name, "len") != 0)
            @compileError("offset of Name.len differs from the library's");
        if (@offsetOf(Name, "text") != 8)
            @compileError("offset of Name.text differs from the library's");
        if (@offsetOf(Name, "parts") != 24)
            @compileError("offset of Name.parts differs from the library's");
        if (@sizeOf(Tail) != 4 or @alignOf(Tail) != 4)
            @compileError("size or alignment of Tail differs from the library's");
        if (@offsetOf(Tail, "count") != 0)
            @compileError("offset of Tail.count differs from the library's");
        if (@offsetOf(Tail, "items") != 4)
            @compileError("offset of Tail.items differs from the library's");
    }
}
