use std::collections::BTreeMap;

pub struct Db {
    rows: BTreeMap<String, Vec<Option<u32>>>,
    hooks: Vec<Box<dyn Fn(&str) -> bool + Send>>,
}

impl Db {
    pub fn query(&self, key: &str) -> Option<&Vec<Option<u32>>> {
        self.hooks.iter().all(|h| h(key)).then(|| self.rows.get(key)).flatten()
    }
}

#[no_mangle]
pub extern "C" fn db_open() -> *mut Db {
    Box::into_raw(Box::new(Db { rows: BTreeMap::new(), hooks: Vec::new() }))
}

#[no_mangle]
pub unsafe extern "C" fn db_count(db: *const Db) -> usize {
    db.as_ref().and_then(|db| db.query("k")).map_or(0, Vec::len)
}

#[no_mangle]
pub unsafe extern "C" fn db_close(db: *mut Db) {
    if !db.is_null() {
        drop(Box::from_raw(db));
    }
}
