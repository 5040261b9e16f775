use std::ffi::c_uint;

/// Number of a row.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub struct RowId(c_uint);

impl RowId {
    pub fn get(self) -> u32 {
        self.0
    }
}

/// A number of rows.
#[repr(transparent)]
pub struct Count {
    rows: usize,
}

impl From<u32> for Count {
    fn from(rows: u32) -> Self {
        Self { rows: rows as usize }
    }
}
