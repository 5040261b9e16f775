extern "C" { fn parse_port(text: *const u8, len: usize) -> u16; }
pub fn port(text: &str) -> u16 { unsafe { parse_port(text.as_ptr(), text.len()) } }
