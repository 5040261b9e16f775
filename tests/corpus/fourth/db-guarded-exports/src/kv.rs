#[derive(Default)]
pub struct Kv {
    slots: Vec<Option<(u32, i64)>>,
    used: usize,
}

impl Kv {
    fn slot(&self, key: u32) -> usize {
        let mut i = key as usize % self.slots.len();
        while matches!(self.slots[i], Some((k, _)) if k != key) {
            i = (i + 1) % self.slots.len();
        }
        i
    }

    fn grow(&mut self) {
        let old = std::mem::take(&mut self.slots);
        self.slots = vec![None; (old.len() * 2).max(8)];
        for (k, v) in old.into_iter().flatten() {
            let i = self.slot(k);
            self.slots[i] = Some((k, v));
        }
    }

    pub fn put(&mut self, key: u32, value: i64) {
        if self.used * 2 >= self.slots.len() {
            self.grow();
        }
        let i = self.slot(key);
        self.used += usize::from(self.slots[i].is_none());
        self.slots[i] = Some((key, value));
    }

    pub fn get(&self, key: u32) -> Option<i64> {
        if self.slots.is_empty() {
            return None;
        }
        self.slots[self.slot(key)].map(|(_, v)| v)
    }
}
