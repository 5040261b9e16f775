#[repr(C)]
pub struct Pool { _p: [u8; 0] }
extern "C" { fn pool_new() -> *mut Pool; fn pool_use(p: *mut Pool) -> u32; fn pool_free(p: *mut Pool); }
pub struct Owner { raw: *mut Pool }
impl Owner {
    pub fn new() -> Self { Owner { raw: unsafe { pool_new() } } }
    pub fn run(&self) -> u32 { unsafe { pool_use(self.raw) } }
    pub fn close(&mut self) { unsafe { pool_free(self.raw) } }
}
impl Drop for Owner {
    fn drop(&mut self) { unsafe { pool_free(self.raw) } }
}
pub fn work() -> u32 {
    let mut owner = Owner::new();
    let n = owner.run();
    owner.close();
    n
}
