use std::collections::BTreeMap;

#[derive(Default)]
pub struct Globals {
    values: BTreeMap<Vec<u8>, Vec<u8>>,
}

impl Globals {
    pub fn assign(&mut self, line: &[u8]) -> bool {
        let mut parts = line.splitn(2, |b| *b == b'=');
        match (parts.next(), parts.next()) {
            (Some(name), Some(value)) if !name.is_empty() => {
                self.values.insert(name.to_vec(), value.to_vec());
                true
            }
            _ => false,
        }
    }
}
