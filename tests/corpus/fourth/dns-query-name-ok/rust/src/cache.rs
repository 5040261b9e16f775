use std::collections::HashMap;

pub struct Cache {
    limit: usize,
    map: HashMap<Vec<u8>, u32>,
}

impl Cache {
    pub fn with_limit(limit: usize) -> Self {
        Cache { limit, map: HashMap::new() }
    }

    pub fn get(&self, name: &[u8]) -> Option<u32> {
        self.map.get(&name.to_ascii_lowercase()).copied()
    }

    pub fn put(&mut self, name: &[u8], addr: u32) -> bool {
        if self.map.len() >= self.limit {
            return false;
        }
        self.map.insert(name.to_ascii_lowercase(), addr);
        true
    }
}
