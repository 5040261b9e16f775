extern "C" { fn key_delta(raw: u8) -> i32; }
pub fn delta(raw: u8) -> i32 { unsafe { key_delta(raw) } }
