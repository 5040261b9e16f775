pub export const lib_version: u32 = 0x0102;
