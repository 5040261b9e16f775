pub const RowId = u32;
pub const Count = u16;
