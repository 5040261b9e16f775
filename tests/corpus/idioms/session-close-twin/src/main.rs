#[repr(C)]
struct Raw { _p: [u8; 0] }
unsafe extern "C" {
    fn session_open(id: u64) -> *mut Raw;
    fn session_id(s: *const Raw) -> u64;
    fn session_close(s: *mut Raw);
}
struct Session { raw: *mut Raw }
impl Session {
    fn open(id: u64) -> Result<Session, String> {
        let raw = unsafe { session_open(id) };
        if raw.is_null() { return Err("no memory".into()) }
        let s = Session { raw };
        if unsafe { session_id(s.raw) } != id {
            return Err("wrong id".into());
        }
        Ok(s)
    }
}
impl Drop for Session {
    fn drop(&mut self) { unsafe { session_close(self.raw) } }
}
fn main() -> Result<(), String> { let s = Session::open(4)?; println!("{:p}", s.raw); Ok(()) }
