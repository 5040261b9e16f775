pub mod alloc;
mod csv;

use alloc::HostAlloc;

#[repr(C)]
pub struct Buffer {
    pub ptr: *mut u8,
    pub len: usize,
}

impl Buffer {
    const EMPTY: Buffer = Buffer { ptr: std::ptr::null_mut(), len: 0 };
}

/// Renders a matrix as CSV into memory of the host, who frees it.
///
/// # Safety
/// `host` is valid, `cells` points at `cols * rows` values.
#[no_mangle]
pub unsafe extern "C" fn csv_render(
    host: *const HostAlloc,
    cells: *const f64,
    cols: u32,
    rows: u32,
) -> Buffer {
    let Some(host) = host.as_ref() else { return Buffer::EMPTY };
    let Some(n) = (cols as usize).checked_mul(rows as usize) else { return Buffer::EMPTY };
    if cells.is_null() || n == 0 {
        return Buffer::EMPTY;
    }
    let text = csv::render(std::slice::from_raw_parts(cells, n), cols as usize);
    match host.copy(text.as_bytes()) {
        Some(ptr) => Buffer { ptr: ptr.as_ptr(), len: text.len() },
        None => Buffer::EMPTY,
    }
}
