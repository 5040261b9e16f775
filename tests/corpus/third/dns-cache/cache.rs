use std::collections::VecDeque;

pub struct Cache {
    most: usize,
    rows: VecDeque<(Vec<u8>, u32)>,
}

impl Cache {
    pub fn new(most: u32) -> Self {
        Self { most: most as usize, rows: VecDeque::new() }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn put(&mut self, name: &[u8], address: u32) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.0 == name) {
            row.1 = address;
            return;
        }
        if self.rows.len() >= self.most {
            self.rows.pop_front();
        }
        self.rows.push_back((name.to_vec(), address));
    }
}
