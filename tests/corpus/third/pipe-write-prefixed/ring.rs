use std::collections::VecDeque;

pub struct Ring {
    bytes: VecDeque<u8>,
}

const ROOM: usize = 4096;

impl Ring {
    pub const fn new() -> Self {
        Self { bytes: VecDeque::new() }
    }

    pub fn push(&mut self, data: &[u8]) -> usize {
        let free = ROOM.saturating_sub(self.bytes.len());
        let n = free.min(data.len());
        self.bytes.extend(data.iter().take(n));
        n
    }

    pub fn pop(&mut self) -> Option<u8> {
        self.bytes.pop_front()
    }
}
