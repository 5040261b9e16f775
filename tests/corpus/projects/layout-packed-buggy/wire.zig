pub const Header = packed struct {
    kind: u8,
    length: u32,
    crc: u16,
};
pub extern fn header_read(bytes: [*]const u8, out: *Header) bool;
