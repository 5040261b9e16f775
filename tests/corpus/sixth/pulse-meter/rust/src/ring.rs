pub struct Ring<const N: usize> {
    slots: [u64; N],
    head: usize,
    len: usize,
}

impl<const N: usize> Ring<N> {
    pub const fn new() -> Self {
        Self { slots: [0; N], head: 0, len: 0 }
    }

    pub fn push(&mut self, value: u64) {
        self.slots[self.head] = value;
        self.head = (self.head + 1) % N;
        self.len = (self.len + 1).min(N);
    }

    /// How many intervals the ring holds and how long they are together.
    pub fn span(&self) -> Option<(u32, u64)> {
        if self.len < 2 {
            return None;
        }
        let last = self.slots[(self.head + N - 1) % N];
        let first = self.slots[(self.head + N - self.len) % N];
        Some((self.len as u32 - 1, last.saturating_sub(first)))
    }
}
