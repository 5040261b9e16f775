const name_bytes = 1 << 5;
pub const Device = extern struct {
    id: u32,
    name: [name_bytes]u8,
    online: bool,
};
pub extern fn device_get(index: usize, out: *Device) bool;
