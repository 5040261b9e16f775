mod kv;

use kv::Kv;
use std::panic::{catch_unwind, AssertUnwindSafe};

pub struct Db {
    kv: Kv,
    poisoned: bool,
}

const OK: i32 = 0;
const MISSING: i32 = 1;
const INVALID: i32 = -1;
const BROKEN: i32 = -2;

macro_rules! guarded {
    ($db:expr, |$kv:ident| $body:expr) => {{
        let Some(db) = $db.as_mut() else { return INVALID };
        if db.poisoned {
            return BROKEN;
        }
        let $kv = &mut db.kv;
        match catch_unwind(AssertUnwindSafe(|| $body)) {
            Ok(code) => code,
            Err(_) => {
                // The store may be half changed: nobody gets it any more.
                db.poisoned = true;
                BROKEN
            }
        }
    }};
}

#[no_mangle]
pub extern "C" fn kv_open() -> *mut Db {
    Box::into_raw(Box::new(Db { kv: Kv::default(), poisoned: false }))
}

/// # Safety
/// `db` comes from `kv_open`.
#[no_mangle]
pub unsafe extern "C" fn kv_put(db: *mut Db, key: u32, value: i64) -> i32 {
    guarded!(db, |kv| {
        kv.put(key, value);
        OK
    })
}

/// # Safety
/// `db` comes from `kv_open`, `out` is valid for writes.
#[no_mangle]
pub unsafe extern "C" fn kv_get(db: *mut Db, key: u32, out: *mut i64) -> i32 {
    if out.is_null() {
        return INVALID;
    }
    guarded!(db, |kv| match kv.get(key) {
        Some(v) => {
            out.write(v);
            OK
        }
        None => MISSING,
    })
}

/// # Safety
/// `db` comes from `kv_open` and is not used again.
#[no_mangle]
pub unsafe extern "C" fn kv_close(db: *mut Db) {
    if !db.is_null() {
        drop(Box::from_raw(db));
    }
}
