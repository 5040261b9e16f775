pub type RowId = u64;
pub type Count = u16;
