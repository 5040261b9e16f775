#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Cell {
    pub value: f64,
    pub kind: u32,
    pub style: u32,
}

pub struct Sheet {
    cols: usize,
    cells: Vec<Cell>,
}

impl Sheet {
    fn index(&self, row: usize, col: usize) -> Option<usize> {
        if col >= self.cols {
            return None;
        }
        row.checked_mul(self.cols)?.checked_add(col)
    }
}

#[no_mangle]
pub extern "C" fn sheet_new(cols: u16) -> *mut Sheet {
    let cols = usize::from(cols.max(1));
    Box::into_raw(Box::new(Sheet { cols, cells: Vec::new() }))
}

#[no_mangle]
pub unsafe extern "C" fn sheet_free(s: *mut Sheet) {
    if !s.is_null() {
        drop(Box::from_raw(s));
    }
}

/// Gives the number of the new row.
#[no_mangle]
pub unsafe extern "C" fn sheet_append_row(s: *mut Sheet) -> usize {
    let Some(s) = s.as_mut() else { return usize::MAX };
    let row = s.cells.len() / s.cols.max(1);
    s.cells.extend(std::iter::repeat(Cell::default()).take(s.cols));
    row
}

#[no_mangle]
pub unsafe extern "C" fn sheet_cell(s: *mut Sheet, row: usize, col: usize) -> *mut Cell {
    let Some(s) = s.as_mut() else { return std::ptr::null_mut() };
    match s.index(row, col).and_then(|i| s.cells.get_mut(i)) {
        Some(c) => c,
        None => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn sheet_sum(s: *const Sheet, col: usize) -> f64 {
    let Some(s) = s.as_ref() else { return 0.0 };
    s.cells
        .chunks(s.cols.max(1))
        .filter_map(|r| r.get(col))
        .filter(|c| c.kind == 1)
        .map(|c| c.value)
        .sum()
}
