#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State { Cold, Warm, Hot }
