use std::ffi::CStr;

#[derive(Clone, Copy)]
pub enum Label {
    Plain(&'static CStr),
    Plural { one: &'static CStr, many: &'static CStr },
}

#[derive(Clone, Copy)]
pub enum Key {
    Departure,
    Arrival,
    Changes,
    Minutes,
}

impl Key {
    pub fn from_raw(raw: u32) -> Option<Self> {
        Some(match raw {
            0 => Self::Departure,
            1 => Self::Arrival,
            2 => Self::Changes,
            3 => Self::Minutes,
            _ => return None,
        })
    }
}

pub struct Catalog {
    labels: [Label; 4],
}

impl Catalog {
    pub fn english() -> Self {
        Self {
            labels: [
                Label::Plain(c"Departure"),
                Label::Plain(c"Arrival"),
                Label::Plural { one: c"change", many: c"changes" },
                Label::Plural { one: c"minute", many: c"minutes" },
            ],
        }
    }

    pub fn german() -> Self {
        Self {
            labels: [
                Label::Plain(c"Abfahrt"),
                Label::Plain(c"Ankunft"),
                Label::Plural { one: c"Umstieg", many: c"Umstiege" },
                Label::Plural { one: c"Minute", many: c"Minuten" },
            ],
        }
    }

    pub fn for_tag(tag: &[u8]) -> Option<Self> {
        match tag {
            b"de" | b"de-AT" | b"de-CH" => Some(Self::german()),
            b"en" | b"en-GB" => Some(Self::english()),
            _ => None,
        }
    }

    pub fn lookup(&self, key: Key) -> Label {
        self.labels[key as usize]
    }

    pub fn len(&self) -> u32 {
        self.labels.len() as u32
    }
}
