//! Wrappers for `math`, written by Ghost. Edits are lost.

pub const raw = @import("math.zig");

pub fn mathVectorAdd(a: []const f32, b: []const f32, result_: []f32) error{LengthMismatch}!bool {
    if (b.len != a.len) return error.LengthMismatch;
    if (result_.len != a.len) return error.LengthMismatch;
    return raw.math_vector_add(a.ptr, b.ptr, result_.ptr, a.len);
}

pub fn mathMatrixMultiply(a: [*c]const f32, b: [*c]const f32, result_: [*c]f32, rows: usize, cols: usize) bool {
    return raw.math_matrix_multiply(a, b, result_, rows, cols);
}
