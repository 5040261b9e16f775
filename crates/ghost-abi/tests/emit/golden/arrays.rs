// Interface of `arrays`, written by Ghost. Edits are lost.

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Matrix {
    pub cells: [[f32; 4]; 4],
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Message {
    pub len: u32,
    pub data: [u8; 0],
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Name {
    pub len: usize,
    pub text: [::core::ffi::c_char; 16],
    pub parts: [*const u8; 2],
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
pub type Row = [i16; 3];

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Tail {
    pub count: u32,
    pub items: [u32; 0],
}

#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, improper_ctypes)]
unsafe extern "C" {
    pub fn matrix_transpose(matrix: Matrix) -> Matrix;

    pub fn matrix_rows(rows: *const [f32; 4], n: usize) -> f32;

    /// - `row`: not null
    pub fn row_sum(row: *const Row) -> i32;

    pub fn name_of(index: u32) -> Name;

    /// - `tail`: not null
    pub fn tail_sum(tail: *const Tail) -> u32;
}

// The layouts above hold where pointers and `long` have these sizes.
#[cfg(target_pointer_width = "64")]
const _: () = {
    if ::core::mem::size_of::<::core::ffi::c_long>() == 8 {
        assert!(::core::mem::size_of::<Matrix>() == 64);
        assert!(::core::mem::align_of::<Matrix>() == 4);
        assert!(::core::mem::offset_of!(Matrix, cells) == 0);
        assert!(::core::mem::size_of::<Message>() == 4);
        assert!(::core::mem::align_of::<Message>() == 4);
        assert!(::core::mem::offset_of!(Message, len) == 0);
        assert!(::core::mem::offset_of!(Message, data) == 4);
        assert!(::core::mem::size_of::<Name>() == 40);
        assert!(::core::mem::align_of::<Name>() == 8);
        assert!(::core::mem::offset_of!(Name, len) == 0);
        assert!(::core::mem::offset_of!(Name, text) == 8);
        assert!(::core::mem::offset_of!(Name, parts) == 24);
        assert!(::core::mem::size_of::<Tail>() == 4);
        assert!(::core::mem::align_of::<Tail>() == 4);
        assert!(::core::mem::offset_of!(Tail, count) == 0);
        assert!(::core::mem::offset_of!(Tail, items) == 4);
    }
};
