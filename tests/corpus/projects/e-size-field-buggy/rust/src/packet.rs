#[repr(u16)]
#[derive(Clone, Copy, PartialEq)]
pub enum Kind { Data = 1, Ack = 2 }
#[repr(C)]
pub struct Packet { pub kind: Kind, pub length: u16, pub sequence: u32 }
#[no_mangle]
pub extern "C" fn packet_is_ack(p: &Packet) -> bool { p.kind == Kind::Ack && p.length == 0 && p.sequence > 0 }
