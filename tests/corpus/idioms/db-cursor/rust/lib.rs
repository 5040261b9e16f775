pub mod ffi {
    use std::ffi::c_void;
    pub struct Db { pub rows: Vec<u32> }
    pub struct Cursor { pub at: usize, pub rows: Vec<u32> }
    #[unsafe(no_mangle)]
    pub extern "C" fn kv_open(n: u32) -> *mut c_void { Box::into_raw(Box::new(Db { rows: (0..n.min(99)).collect() })).cast() }
    /// # Safety
    /// From `kv_open`.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn kv_close(db: *mut c_void) { if !db.is_null() { drop(unsafe { Box::from_raw(db.cast::<Db>()) }) } }
    /// # Safety
    /// From `kv_open`.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn kv_cursor(db: *const c_void) -> *mut c_void {
        let Some(db) = (unsafe { db.cast::<Db>().as_ref() }) else { return std::ptr::null_mut() };
        Box::into_raw(Box::new(Cursor { at: 0, rows: db.rows.clone() })).cast()
    }
    /// # Safety
    /// From `kv_cursor`.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn kv_next(c: *mut c_void, out: *mut u32) -> bool {
        let (Some(c), Some(out)) = (unsafe { c.cast::<Cursor>().as_mut() }, unsafe { out.as_mut() }) else { return false };
        let Some(v) = c.rows.get(c.at) else { return false };
        *out = *v;
        c.at += 1;
        true
    }
    /// # Safety
    /// From `kv_cursor`.
    #[unsafe(no_mangle)]
    pub unsafe extern "C" fn kv_cursor_close(c: *mut c_void) { if !c.is_null() { drop(unsafe { Box::from_raw(c.cast::<Cursor>()) }) } }
}
