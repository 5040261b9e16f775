pub struct Style {
    size: u32,
    widths: [u32; 256],
}

impl Style {
    pub fn new(size: u16, weight: u16) -> Style {
        let size = u32::from(size);
        let extra = u32::from(weight) / 400;
        let mut widths = [size / 2 + extra; 256];
        for narrow in [b'i', b'l', b'.', b' '] {
            widths[usize::from(narrow)] = size / 4 + extra;
        }
        Style { size, widths }
    }

    pub fn advance(&self, text: &[u8]) -> u32 {
        text.iter().fold(self.size / 8, |sum, b| sum.saturating_add(self.widths[usize::from(*b)]))
    }
}
