pub const Flags = packed struct(u8) {
    read: bool = false,
    write: bool = false,
    exec: bool = false,
    _: u5 = 0,
};
pub extern fn flags_any(f: Flags) bool;
