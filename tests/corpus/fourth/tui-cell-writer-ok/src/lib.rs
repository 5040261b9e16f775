pub mod grid;

use grid::{Grid, Style};

macro_rules! handle {
    ($p:expr, $default:expr) => {
        match unsafe { $p.as_mut() } {
            Some(h) => h,
            None => return $default,
        }
    };
}

#[no_mangle]
pub extern "C" fn tui_grid_new(cols: u16, rows: u16) -> *mut Grid {
    Box::into_raw(Box::new(Grid::new(cols, rows)))
}

/// Writes text at a cell, returns the columns it took.
///
/// # Safety
/// `g` comes from `tui_grid_new`, `text` points at `len` bytes.
#[no_mangle]
pub unsafe extern "C" fn tui_grid_put(
    g: *mut Grid,
    col: u16,
    row: u16,
    text: *const u8,
    len: usize,
    bold: bool,
) -> u16 {
    let grid = handle!(g, 0);
    if text.is_null() {
        return 0;
    }
    let bytes = std::slice::from_raw_parts(text, len);
    let s = String::from_utf8_lossy(bytes);
    grid.put(col, row, &s, Style { bold })
}

/// # Safety
/// `g` comes from `tui_grid_new`.
#[no_mangle]
pub unsafe extern "C" fn tui_grid_cell(g: *mut Grid, col: u16, row: u16) -> u32 {
    let grid = handle!(g, 0);
    grid.cell(col, row).map_or(0, |c| c as u32)
}

/// # Safety
/// `g` comes from `tui_grid_new` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn tui_grid_free(g: *mut Grid) {
    if !g.is_null() {
        drop(Box::from_raw(g));
    }
}
