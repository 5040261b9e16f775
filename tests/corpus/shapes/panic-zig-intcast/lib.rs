extern "C" { fn port_pack(port: u32) -> u16; }
pub fn pack(port: u32) -> u16 { unsafe { port_pack(port) } }
