use std::ffi::c_void;
use std::marker::PhantomData;
type Raw = *mut c_void;
unsafe extern "C" {
    fn db_open() -> Raw;
    fn db_close(d: Raw);
    fn db_prepare(d: Raw) -> Raw;
    fn stmt_step(s: Raw, out: *mut u64) -> bool;
    #[allow(dead_code)]
    fn stmt_finalize(s: Raw);
}
pub struct Db(Raw);
pub struct Stmt<'a> { raw: Raw, db: PhantomData<&'a Db> }
impl Db {
    pub fn open() -> Option<Db> { let raw = unsafe { db_open() }; (!raw.is_null()).then_some(Db(raw)) }
    pub fn prepare(&self) -> Option<Stmt<'_>> {
        let raw = unsafe { db_prepare(self.0) };
        if raw.is_null() { None } else { Some(Stmt { raw, db: PhantomData }) }
    }
}
impl Iterator for Stmt<'_> {
    type Item = u64;
    fn next(&mut self) -> Option<u64> { let mut v = 0; unsafe { stmt_step(self.raw, &mut v) }.then_some(v) }
}
impl Drop for Db { fn drop(&mut self) { unsafe { db_close(self.0) } } }
impl Drop for Stmt<'_> {
    fn drop(&mut self) {
        unsafe { db_close(self.raw) }
    }
}
