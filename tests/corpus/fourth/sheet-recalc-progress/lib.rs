type Progress = unsafe extern "C" fn(done: u32, total: u32) -> bool;

pub struct Sheet {
    width: usize,
    cells: Vec<f64>,
}

impl Sheet {
    fn row(&mut self, row: usize) -> Option<&mut [f64]> {
        let start = row.checked_mul(self.width)?;
        self.cells.get_mut(start..start.checked_add(self.width)?)
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn sheet_new(width: u32, height: u32) -> *mut Sheet {
    let (width, height) = (width.clamp(1, 4096) as usize, height.clamp(1, 65536) as usize);
    Box::into_raw(Box::new(Sheet { width, cells: vec![0.0; width * height] }))
}

/// Puts running sums into the last column. Stops when `progress` says false.
///
/// # Safety
/// `s` comes from `sheet_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sheet_recalc(s: *mut Sheet, progress: Option<Progress>) -> u32 {
    let Some(sheet) = (unsafe { s.as_mut() }) else { return 0 };
    let total = (sheet.cells.len() / sheet.width) as u32;
    let mut done = 0;
    for r in 0..total {
        let Some(row) = sheet.row(r as usize) else { break };
        if let Some((last, rest)) = row.split_last_mut() {
            *last = rest.iter().sum();
        }
        done += 1;
        if let Some(f) = progress {
            if !unsafe { f(done, total) } {
                break;
            }
        }
    }
    done
}

/// # Safety
/// `s` comes from `sheet_new`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sheet_set(s: *mut Sheet, col: u32, row: u32, v: f64) -> bool {
    let Some(sheet) = (unsafe { s.as_mut() }) else { return false };
    match sheet.row(row as usize).and_then(|r| r.get_mut(col as usize)) {
        Some(c) => {
            *c = v;
            true
        }
        None => false,
    }
}

/// # Safety
/// `s` comes from `sheet_new` and is not used again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sheet_free(s: *mut Sheet) {
    if !s.is_null() {
        drop(unsafe { Box::from_raw(s) });
    }
}
