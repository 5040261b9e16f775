//! Wrappers for `arrays`, written by Ghost. Edits are lost.

pub const raw = @import("arrays.zig");

pub const Matrix = raw.Matrix;

pub const Message = raw.Message;

pub const Name = raw.Name;

pub const Row = raw.Row;

pub const Tail = raw.Tail;

pub fn matrixTranspose(matrix: raw.Matrix) raw.Matrix {
    return raw.matrix_transpose(matrix);
}

pub fn matrixRows(rows: []const [4]f32) f32 {
    return raw.matrix_rows(rows.ptr, rows.len);
}

pub fn rowSum(row: *const raw.Row) i32 {
    return raw.row_sum(row);
}

pub fn nameOf(index: u32) raw.Name {
    return raw.name_of(index);
}

pub fn tailSum(tail: *const raw.Tail) u32 {
    return raw.tail_sum(tail);
}
