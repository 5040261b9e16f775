/// One trade as it stands in the archive file.
#[repr(C, packed)]
#[derive(Clone, Copy)]
pub struct Trade {
    pub side: u8,
    pub stamp_ns: u64,
    pub price: i64,
    pub lots: u32,
}

impl Trade {
    pub const SIZE: usize = size_of::<Self>();

    pub fn from_bytes(raw: &[u8]) -> Option<Self> {
        let raw: &[u8; Self::SIZE] = raw.try_into().ok()?;
        let word = |at: usize| u64::from_le_bytes(raw[at..at + 8].try_into().unwrap());
        Some(Self {
            side: raw[0],
            stamp_ns: word(1),
            price: word(9) as i64,
            lots: u32::from_le_bytes(raw[17..21].try_into().unwrap()),
        })
    }
}
