#[derive(Clone, Copy, Default)]
pub struct Style {
    pub bold: bool,
}

pub struct Grid {
    cols: u16,
    rows: u16,
    cells: Vec<(char, Style)>,
}

impl Grid {
    pub fn new(cols: u16, rows: u16) -> Self {
        let n = usize::from(cols) * usize::from(rows);
        Grid { cols, rows, cells: vec![(' ', Style::default()); n] }
    }

    fn index(&self, col: u16, row: u16) -> Option<usize> {
        (col < self.cols && row < self.rows)
            .then(|| usize::from(row) * usize::from(self.cols) + usize::from(col))
    }

    pub fn put(&mut self, col: u16, row: u16, text: &str, style: Style) -> u16 {
        let mut n = 0u16;
        for c in text.chars() {
            let Some(slot) = self
                .index(col.saturating_add(n), row)
                .and_then(|i| self.cells.get_mut(i))
            else {
                break;
            };
            *slot = (c, style);
            n = n.saturating_add(1);
        }
        n
    }

    pub fn cell(&self, col: u16, row: u16) -> Option<char> {
        self.index(col, row).and_then(|i| self.cells.get(i)).map(|c| c.0)
    }
}
