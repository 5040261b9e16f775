pub const Kind = enum(u8) { data = 1, ack = 2 };
pub const Packet = extern struct { kind: Kind, length: u16, sequence: u32 };
pub extern fn packet_is_ack(p: *const Packet) bool;
