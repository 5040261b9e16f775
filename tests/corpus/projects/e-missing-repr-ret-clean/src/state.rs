#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum State { Cold, Warm, Hot }
