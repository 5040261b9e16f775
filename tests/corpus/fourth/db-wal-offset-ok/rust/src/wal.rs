use crate::types::Lsn;

pub struct Wal {
    base: Lsn,
    segment: usize,
    bytes: Vec<u8>,
}

impl Wal {
    pub fn new(segment: u32) -> Self {
        Wal { base: 0, segment: segment.max(512) as usize, bytes: Vec::new() }
    }

    pub fn append(&mut self, record: &[u8]) -> Lsn {
        let at = self.base + self.bytes.len() as u64;
        self.bytes.extend_from_slice(record);
        let pad = self.bytes.len().next_multiple_of(8) - self.bytes.len();
        self.bytes.extend(std::iter::repeat(0).take(pad));
        self.bytes.reserve(self.segment / 8);
        at
    }

    pub fn truncate(&mut self, before: Lsn) -> bool {
        let Some(n) = before.checked_sub(self.base) else { return false };
        if n > self.bytes.len() as u64 {
            return false;
        }
        self.bytes.drain(..n as usize);
        self.base = before;
        true
    }
}
