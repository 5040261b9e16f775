pub struct Key([u8; 32]);
pub struct Cert(Vec<u8>);

#[no_mangle]
pub extern "C" fn key_generate(seed: u8) -> *mut Key {
    Box::into_raw(Box::new(Key([seed; 32])))
}
#[no_mangle]
pub unsafe extern "C" fn key_first(k: *const Key) -> u8 {
    k.as_ref().map_or(0, |k| k.0[0])
}
#[no_mangle]
pub unsafe extern "C" fn key_free(k: *mut Key) {
    if !k.is_null() {
        drop(Box::from_raw(k));
    }
}
#[no_mangle]
pub extern "C" fn cert_new(n: usize) -> *mut Cert {
    Box::into_raw(Box::new(Cert(vec![0; n.min(64)])))
}
#[no_mangle]
pub unsafe extern "C" fn cert_len(c: *const Cert) -> usize {
    c.as_ref().map_or(0, |c| c.0.len())
}
#[no_mangle]
pub unsafe extern "C" fn cert_free(c: *mut Cert) {
    if !c.is_null() {
        drop(Box::from_raw(c));
    }
}
