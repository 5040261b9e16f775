#[repr(C)] pub struct Conn { _p: [u8; 0] }
extern "C" { fn conn_open(port: u16) -> *mut Conn; fn conn_send(c: *mut Conn, b: u8) -> bool; fn conn_close(c: *mut Conn); }
pub struct Client { raw: *mut Conn }
impl Client {
    pub fn open(port: u16) -> Option<Self> { let raw = unsafe { conn_open(port) }; (!raw.is_null()).then_some(Client { raw }) }
    pub fn send(&mut self, b: u8) -> bool { unsafe { conn_send(self.raw, b) } }
    pub fn close(self) {
        drop(self);
    }
}
impl Drop for Client {
    fn drop(&mut self) {
        unsafe { conn_close(self.raw) }
    }
}
