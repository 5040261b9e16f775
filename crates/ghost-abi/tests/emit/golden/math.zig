//! Interface of `math`, written by Ghost. Edits are lost.

pub extern fn math_vector_add(a: [*c]const f32, b: [*c]const f32, result: [*c]f32, len: usize) bool;

pub extern fn math_matrix_multiply(
    a: [*c]const f32,
    b: [*c]const f32,
    result: [*c]f32,
    rows: usize,
    cols: usize,
) bool;
