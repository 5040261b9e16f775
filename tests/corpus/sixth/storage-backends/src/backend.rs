use std::collections::HashMap;

/// Where blobs are kept.
pub trait Backend {
    fn put(&mut self, key: u64, data: &[u8]);
    fn size(&self) -> u64;
}

#[derive(Default)]
pub struct Memory {
    blobs: HashMap<u64, Vec<u8>>,
}

impl Backend for Memory {
    fn put(&mut self, key: u64, data: &[u8]) {
        self.blobs.insert(key, data.to_vec());
    }

    fn size(&self) -> u64 {
        self.blobs.values().map(|b| b.len() as u64).sum()
    }
}

/// Counts what would be written.
#[derive(Default)]
pub struct Dry {
    bytes: u64,
}

impl Backend for Dry {
    fn put(&mut self, _: u64, data: &[u8]) {
        self.bytes += data.len() as u64;
    }

    fn size(&self) -> u64 {
        self.bytes
    }
}
