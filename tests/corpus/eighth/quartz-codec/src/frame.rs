use crate::codec;

const MAGIC: [u8; 4] = *b"QZ01";

/// Magic, full length as eight bytes, packed body.
pub struct Frame {
    full: u64,
    body: Vec<u8>,
}

impl Frame {
    pub fn of(text: &[u8]) -> Self {
        Frame { full: text.len() as u64, body: codec::encode(text) }
    }

    pub fn full_len(&self) -> u64 {
        self.full
    }

    pub fn body_len(&self) -> usize {
        self.body.len()
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        out.extend(self.full.to_le_bytes());
        out.extend(&self.body);
        out
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(&MAGIC)?;
        let (full, body) = rest.split_first_chunk()?;
        Some(Frame { full: u64::from_le_bytes(*full), body: body.to_vec() })
    }

    pub fn open(&self) -> Option<Vec<u8>> {
        let full = usize::try_from(self.full).ok()?;
        // A run is at most 255 bytes long.
        if full / 255 > self.body.len() {
            return None;
        }
        codec::decode(&self.body, full)
    }
}
