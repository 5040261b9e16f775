use std::cell::Cell;
use std::rc::Rc;
pub struct Meter { hits: Rc<Cell<u64>> }
#[no_mangle]
pub extern "C" fn meter_new() -> *mut Meter { Box::into_raw(Box::new(Meter { hits: Rc::new(Cell::new(0)) })) }
#[no_mangle]
pub unsafe extern "C" fn meter_hit(m: *const Meter) { if let Some(m) = unsafe { m.as_ref() } { m.hits.set(m.hits.get().wrapping_add(1)); } }
#[no_mangle]
pub unsafe extern "C" fn meter_free(m: *mut Meter) { if !m.is_null() { drop(unsafe { Box::from_raw(m) }); } }
