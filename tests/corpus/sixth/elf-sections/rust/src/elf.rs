#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Section {
    pub name: u32,
    pub kind: u32,
    pub flags: u64,
    pub offset: u64,
    pub size: u64,
}

fn field<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    field(bytes, at).map(|b| usize::from(u16::from_le_bytes(b)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    field(bytes, at).map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    field(bytes, at).map(u64::from_le_bytes)
}

/// All sections of a 64 bit little endian image that lie within it.
pub fn sections(image: &[u8]) -> Option<Vec<Section>> {
    if !image.starts_with(b"\x7fELF\x02\x01") {
        return None;
    }
    let table = usize::try_from(u64_at(image, 0x28)?).ok()?;
    let size = u16_at(image, 0x3a)?.max(64);
    let count = u16_at(image, 0x3c)?;
    let mut all = Vec::new();
    for i in 0..count {
        let head = image.get(table.checked_add(i * size)?..)?;
        let s = Section {
            name: u32_at(head, 0)?,
            kind: u32_at(head, 4)?,
            flags: u64_at(head, 8)?,
            offset: u64_at(head, 24)?,
            size: u64_at(head, 32)?,
        };
        let nobits = s.kind == 8;
        let end = s.offset.checked_add(s.size)?;
        if nobits || end <= image.len() as u64 {
            all.push(s);
        }
    }
    Some(all)
}
