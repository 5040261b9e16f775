pub struct Ring { slots: Vec<u32> }
impl Ring {
    fn at(&self, index: usize) -> u32 { self.slots[index % self.slots.len()] }
}
#[no_mangle]
pub extern "C" fn ring_new(capacity: u32) -> *mut Ring {
    Box::into_raw(Box::new(Ring { slots: vec![0; capacity as usize] }))
}
#[no_mangle]
pub unsafe extern "C" fn ring_at(ring: *const Ring, index: u32) -> u32 {
    ring.as_ref().map_or(0, |ring| ring.at(index as usize))
}
#[no_mangle]
pub unsafe extern "C" fn ring_pages(total: u32, per_page: u32) -> u32 { (total + per_page - 1) / per_page }
#[no_mangle]
pub unsafe extern "C" fn ring_free(ring: *mut Ring) {
    if !ring.is_null() { drop(Box::from_raw(ring)); }
}
