use std::collections::HashMap;

#[derive(Default)]
pub struct Prefs {
    values: HashMap<u32, Vec<u8>>,
}

impl Prefs {
    pub fn set(&mut self, key: u32, value: &[u8]) {
        self.values.insert(key, value.to_vec());
    }

    pub fn get(&self, key: u32) -> Option<&[u8]> {
        self.values.get(&key).map(Vec::as_slice)
    }
}
