/// One entry of the log, as the recorder writes it.
#[repr(C, packed)]
#[derive(Clone, Copy)]
pub struct Entry {
    channel: u8,
    id: u32,
    len: u8,
    data: [u8; 8],
}

const EXTENDED: u32 = 1 << 31;

impl Entry {
    pub fn identifier(&self) -> u32 {
        let id = self.id;
        if id & EXTENDED == 0 { id & 0x7ff } else { id & 0x1fff_ffff }
    }

    /// Bits of the frame, without stuffing.
    pub fn size_on_wire(&self) -> u32 {
        let header = if self.id & EXTENDED == 0 { 44 } else { 64 };
        let _ = (self.channel, self.data);
        header + u32::from(self.len.min(8)) * 8
    }
}
