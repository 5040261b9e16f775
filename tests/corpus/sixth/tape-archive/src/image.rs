use std::collections::BTreeMap;

pub enum SeekFrom {
    Start,
    Here(u64),
    End,
}

pub struct Image {
    block_size: u64,
    blocks: u64,
    data: BTreeMap<u64, Vec<u8>>,
}

impl Image {
    pub fn new(block_size: u32) -> Self {
        Self { block_size: u64::from(block_size), blocks: 0, data: BTreeMap::new() }
    }

    pub fn size(&self) -> u64 {
        self.blocks * self.block_size
    }

    pub fn extend(&mut self, count: u64) -> bool {
        let Some(blocks) = self.blocks.checked_add(count) else { return false };
        match blocks.checked_mul(self.block_size) {
            Some(size) if size <= i64::MAX as u64 => {
                self.blocks = blocks;
                true
            }
            _ => false,
        }
    }

    pub fn resolve(&self, from: SeekFrom, offset: i64) -> Option<u64> {
        let base = match from {
            SeekFrom::Start => 0,
            SeekFrom::Here(pos) => pos,
            SeekFrom::End => self.size(),
        };
        base.checked_add_signed(offset).filter(|pos| *pos <= self.size())
    }

    pub fn write_at(&mut self, pos: u64, bytes: &[u8]) -> usize {
        let room = self.size().saturating_sub(pos);
        let n = bytes.len().min(usize::try_from(room).unwrap_or(usize::MAX));
        let mut done = 0;
        while done < n {
            let at = pos + done as u64;
            let inside = (at % self.block_size) as usize;
            let size = self.block_size as usize;
            let block = self.data.entry(at / self.block_size).or_insert_with(|| vec![0; size]);
            let take = (size - inside).min(n - done);
            block[inside..inside + take].copy_from_slice(&bytes[done..done + take]);
            done += take;
        }
        n
    }
}
