use std::thread;
#[repr(C)]
pub struct Db { _p: [u8; 0] }
extern "C" {
    fn db_open() -> *mut Db;
    fn db_get(db: *mut Db, key: u32) -> u32;
    fn db_close(db: *mut Db);
}
struct Handle(*mut Db);
unsafe impl Send for Handle {}
pub fn load() -> u32 {
    let db = Handle(unsafe { db_open() });
    let worker = thread::spawn(move || {
        let db = db;
        let n = unsafe { db_get(db.0, 4) };
        unsafe { db_close(db.0) };
        n
    });
    worker.join().unwrap_or(0)
}
