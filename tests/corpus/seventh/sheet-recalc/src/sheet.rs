use crate::formula::Formula;
use std::mem;

#[derive(Default)]
pub struct Sheet {
    cells: Vec<Formula>,
    values: Vec<i64>,
}

impl Sheet {
    pub fn push(&mut self, text: &str) -> i32 {
        match Formula::parse(text) {
            Some(f) => {
                self.cells.push(f);
                0
            }
            None => -2,
        }
    }

    pub fn recalc(&mut self) -> i32 {
        let cells = mem::take(&mut self.cells);
        self.values.clear();
        for cell in &cells {
            let v = cell.eval(&self.values);
            self.values.push(v);
        }
        self.cells = cells;
        0
    }

    pub fn value(&self, row: usize) -> Option<i64> {
        self.values.get(row).copied()
    }
}
