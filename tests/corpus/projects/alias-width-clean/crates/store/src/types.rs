pub type RowId = u32;
pub type Count = u16;
