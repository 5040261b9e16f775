#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct Row {
    pub key: u64,
    pub balance: i64,
    pub flags: u32,
}

#[derive(Default)]
pub struct Table {
    rows: Vec<Row>,
}

impl Table {
    fn position(&self, key: u64) -> Result<usize, usize> {
        self.rows.binary_search_by_key(&key, |r| r.key)
    }
}

#[no_mangle]
pub extern "C" fn table_open() -> *mut Table {
    Box::into_raw(Box::default())
}

/// # Safety
/// `t` comes from `table_open`.
#[no_mangle]
pub unsafe extern "C" fn table_insert(t: *mut Table, key: u64, balance: i64) -> bool {
    let Some(t) = t.as_mut() else { return false };
    match t.position(key) {
        Ok(_) => false,
        Err(at) => {
            t.rows.insert(at, Row { key, balance, flags: 0 });
            true
        }
    }
}

/// The row of a key, or null.
///
/// # Safety
/// `t` comes from `table_open`.
#[no_mangle]
pub unsafe extern "C" fn table_row(t: *mut Table, key: u64) -> *mut Row {
    let Some(t) = t.as_mut() else { return std::ptr::null_mut() };
    match t.position(key) {
        Ok(at) => &mut t.rows[at],
        Err(_) => std::ptr::null_mut(),
    }
}

/// # Safety
/// `t` comes from `table_open`.
#[no_mangle]
pub unsafe extern "C" fn table_sum(t: *const Table) -> i64 {
    t.as_ref()
        .map_or(0, |t| t.rows.iter().fold(0i64, |n, r| n.wrapping_add(r.balance)))
}

/// # Safety
/// `t` comes from `table_open` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn table_close(t: *mut Table) {
    if !t.is_null() {
        drop(Box::from_raw(t));
    }
}
