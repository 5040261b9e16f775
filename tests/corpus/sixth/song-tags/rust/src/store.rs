use std::collections::BTreeMap;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Title,
    Artist,
    Album,
}

impl Field {
    pub fn from_raw(raw: u32) -> Option<Self> {
        [Self::Title, Self::Artist, Self::Album].get(raw as usize).copied()
    }
}

#[derive(Default)]
pub struct Store {
    fields: BTreeMap<(u32, Field), String>,
}

impl Store {
    pub fn set(&mut self, song: u32, field: Field, value: &str) {
        self.fields.insert((song, field), value.trim().to_owned());
    }

    pub fn clear(&mut self, song: u32, field: Field) -> bool {
        self.fields.remove(&(song, field)).is_some()
    }

    pub fn by_artist(&self, artist: &str) -> usize {
        let wanted = artist.to_lowercase();
        self.fields.iter().filter(|((_, f), v)| *f == Field::Artist && v.to_lowercase() == wanted).count()
    }
}
