pub const Payload = extern union { number: i64, real: f64 };
pub const Event = extern struct { tag: u32, payload: Payload };
pub extern fn event_number(e: ?*const Event) i64;
