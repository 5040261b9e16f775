use std::ptr::NonNull;
#[repr(C)]
pub struct Msg { pub kind: u32, pub len: u32, pub data: [u8; 8] }
unsafe extern "C" {
    fn ipc_recv(kind: u32) -> Option<NonNull<Msg>>;
    #[allow(dead_code)]
    fn ipc_done(m: NonNull<Msg>);
}
pub struct Incoming { msg: NonNull<Msg> }
impl Incoming {
    pub fn next(kind: u32) -> Option<Incoming> { unsafe { ipc_recv(kind) }.map(|msg| Incoming { msg }) }
    pub fn kind(&self) -> u32 { unsafe { self.msg.as_ref() }.kind }
}
impl Drop for Incoming {
    fn drop(&mut self) {
        drop(unsafe { Box::from_raw(self.msg.as_ptr()) });
    }
}
