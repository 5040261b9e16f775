// Interface of `math`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn math_vector_add(a: *const f32, b: *const f32, result: *mut f32, len: usize) -> bool;

    pub fn math_matrix_multiply(
        a: *const f32,
        b: *const f32,
        result: *mut f32,
        rows: usize,
        cols: usize,
    ) -> bool;
}
