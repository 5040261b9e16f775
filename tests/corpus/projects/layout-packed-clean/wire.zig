pub const Header = extern struct {
    kind: u8 align(1),
    length: u32 align(1),
    crc: u16 align(1),
};
pub extern fn header_read(bytes: [*]const u8, out: *Header) bool;
