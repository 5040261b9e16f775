struct Note {
    from: usize,
    to: usize,
    stars: u32,
}

/// All texts stand behind each other.
#[derive(Default)]
pub struct Store {
    bytes: Vec<u8>,
    notes: Vec<Note>,
}

impl Store {
    pub fn len(&self) -> usize {
        self.notes.len()
    }

    pub fn add(&mut self, text: &[u8], stars: u32) {
        let from = self.bytes.len();
        self.bytes.extend_from_slice(text);
        self.notes.push(Note { from, to: self.bytes.len(), stars });
    }

    pub fn get(&self, at: usize) -> Option<(&[u8], u32)> {
        let note = self.notes.get(at)?;
        Some((self.bytes.get(note.from..note.to)?, note.stars))
    }
}
