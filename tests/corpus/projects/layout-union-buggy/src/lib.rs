#[repr(C)]
pub union Payload { pub number: i64, pub real: f64 }
#[repr(C)]
pub struct Event { pub tag: u32, pub payload: Payload }
#[no_mangle]
pub unsafe extern "C" fn event_number(e: *const Event) -> i64 { match e.as_ref() { Some(e) if e.tag == 1 => e.payload.number, _ => 0 } }
