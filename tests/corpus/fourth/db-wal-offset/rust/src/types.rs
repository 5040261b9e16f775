/// Position in the log.
pub type Lsn = u64;
pub type Status = i32;

pub const OK: Status = 0;
pub const BAD_ARGUMENT: Status = -1;
pub const OUT_OF_RANGE: Status = -2;
