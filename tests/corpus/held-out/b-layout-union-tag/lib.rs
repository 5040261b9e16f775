#[repr(C)]
pub union Payload {
    pub i: i64,
    pub f: f64,
    pub p: *const u8,
}

#[repr(C)]
pub struct Message {
    pub tag: u32,
    pub body: Payload,
}

#[no_mangle]
pub unsafe extern "C" fn message_int(m: *const Message) -> i64 {
    match m.as_ref() {
        Some(m) if m.tag == 0 => m.body.i,
        _ => 0,
    }
}
