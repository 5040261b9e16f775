unsafe extern "C" {
    fn cert_pem(serial: u64, len: *mut usize) -> *mut u8;
    #[allow(dead_code)]
    fn cert_pem_free(p: *mut u8, len: usize);
}
#[derive(Debug)]
pub struct Pem(String);
impl Pem {
    pub fn of(serial: u64) -> Option<Pem> {
        let mut len = 0usize;
        let p = unsafe { cert_pem(serial, &raw mut len) };
        if p.is_null() {
            return None;
        }
        let text = String::from_utf8(unsafe { std::slice::from_raw_parts(p, len) }.to_vec());
        unsafe { cert_pem_free(p, len) };
        text.ok().map(Pem)
    }
}
