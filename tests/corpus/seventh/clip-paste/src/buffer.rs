#[derive(Default)]
pub struct Buffer {
    text: String,
    chars: usize,
}

impl Buffer {
    pub fn paste(&mut self, text: &str) -> usize {
        let mut last = '\0';
        for c in text.chars() {
            match (last, c) {
                ('\r', '\n') => {}
                (_, '\r') => self.push('\n'),
                (_, c) => self.push(c),
            }
            last = c;
        }
        self.chars
    }

    fn push(&mut self, c: char) {
        self.text.push(c);
        self.chars += 1;
    }

    pub fn lines(&self) -> usize {
        self.text.lines().count()
    }
}
