//! Spreadsheet core of the invoice tool.
mod formula;

use formula::Cell;
use std::panic::{catch_unwind, AssertUnwindSafe};

pub struct Sheet {
    cells: Vec<Cell>,
    revision: u32,
}

/// The cells, out of their sheet. They go back when this is dropped.
struct Taken<'a> {
    home: &'a mut Vec<Cell>,
    cells: Vec<Cell>,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        std::mem::swap(self.home, &mut self.cells);
    }
}

#[no_mangle]
pub extern "C" fn sheet_new() -> *mut Sheet {
    Box::into_raw(Box::new(Sheet { cells: Vec::new(), revision: 0 }))
}

#[no_mangle]
pub unsafe extern "C" fn sheet_set(sheet: *mut Sheet, value: i64, divisor: i64) -> u32 {
    let Some(sheet) = sheet.as_mut() else { return u32::MAX };
    sheet.cells.push(Cell { value, divisor, shown: 0 });
    u32::try_from(sheet.cells.len()).unwrap_or(u32::MAX)
}

fn recalc(sheet: &mut Sheet) {
    let cells = std::mem::take(&mut sheet.cells);
    let mut taken = Taken { home: &mut sheet.cells, cells };
    let sum = formula::sum(&taken.cells);
    let shown: Vec<i64> = taken.cells.iter().map(|cell| formula::eval(cell, sum)).collect();
    for (cell, shown) in taken.cells.iter_mut().zip(shown) {
        cell.shown = shown;
    }
    drop(taken);
    sheet.revision = sheet.revision.wrapping_add(1);
}

/// Evaluates everything; false when a formula cannot be evaluated.
#[no_mangle]
pub unsafe extern "C" fn sheet_recalc(sheet: *mut Sheet) -> bool {
    let Some(sheet) = sheet.as_mut() else { return false };
    catch_unwind(AssertUnwindSafe(|| recalc(sheet))).is_ok()
}

#[no_mangle]
pub unsafe extern "C" fn sheet_total(sheet: *const Sheet) -> i64 {
    let Some(sheet) = sheet.as_ref() else { return 0 };
    sheet.cells.iter().fold(0i64, |sum, cell| sum.wrapping_add(cell.shown))
}

#[no_mangle]
pub unsafe extern "C" fn sheet_free(sheet: *mut Sheet) {
    if !sheet.is_null() {
        drop(Box::from_raw(sheet));
    }
}
