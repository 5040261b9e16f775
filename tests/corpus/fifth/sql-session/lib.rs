use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

#[derive(Default)]
struct Tables {
    rows: BTreeMap<i64, i64>,
    reads: u64,
}

pub struct Session {
    tables: Rc<RefCell<Tables>>,
}

pub struct Cursor {
    tables: Rc<RefCell<Tables>>,
    at: i64,
}

#[no_mangle]
pub extern "C" fn sql_session_open() -> *mut Session {
    Box::into_raw(Box::new(Session { tables: Rc::default() }))
}

#[no_mangle]
pub unsafe extern "C" fn sql_session_close(s: *mut Session) {
    if !s.is_null() {
        drop(Box::from_raw(s));
    }
}

#[no_mangle]
pub unsafe extern "C" fn sql_insert(s: *mut Session, key: i64, value: i64) -> bool {
    let Some(s) = s.as_ref() else { return false };
    match s.tables.try_borrow_mut() {
        Ok(mut t) => t.rows.insert(key, value).is_none(),
        Err(_) => false,
    }
}

#[no_mangle]
pub unsafe extern "C" fn sql_cursor_open(s: *const Session, from: i64) -> *mut Cursor {
    match s.as_ref() {
        Some(s) => Box::into_raw(Box::new(Cursor { tables: Rc::clone(&s.tables), at: from })),
        None => std::ptr::null_mut(),
    }
}

#[no_mangle]
pub unsafe extern "C" fn sql_cursor_next(c: *mut Cursor, key: *mut i64, value: *mut i64) -> bool {
    let Some(c) = c.as_mut() else { return false };
    if key.is_null() || value.is_null() {
        return false;
    }
    let Ok(mut t) = c.tables.try_borrow_mut() else { return false };
    t.reads = t.reads.wrapping_add(1);
    let Some((k, v)) = t.rows.range(c.at..).next().map(|(k, v)| (*k, *v)) else {
        return false;
    };
    c.at = k.saturating_add(1);
    key.write(k);
    value.write(v);
    true
}

#[no_mangle]
pub unsafe extern "C" fn sql_cursor_close(c: *mut Cursor) {
    if !c.is_null() {
        drop(Box::from_raw(c));
    }
}
