pub export const lib_version: u16 = 0x0102;
