#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version([u32; 3]);

impl Version {
    pub fn read(text: &[u8]) -> Version {
        let text = String::from_utf8_lossy(text);
        let core = text.split(['-', '+']).next().unwrap_or("");
        let mut parts = [0u32; 3];
        for (slot, part) in parts.iter_mut().zip(core.split('.')) {
            *slot = part.parse().unwrap_or(0);
        }
        Version(parts)
    }

    pub fn major(&self) -> u32 {
        self.0[0]
    }
}
