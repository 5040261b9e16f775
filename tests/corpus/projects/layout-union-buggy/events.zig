pub const Payload = extern struct { number: i64, real: f64 };
pub const Event = extern struct { tag: u32, payload: Payload };
pub extern fn event_number(e: ?*const Event) i64;
