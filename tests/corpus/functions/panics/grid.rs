use std::collections::HashMap;
pub struct Grid {
    pub w: u32,
    pub h: u32,
    pub cells: Vec<u8>,
    pub by_id: HashMap<u32, u8>,
    pub count: u32,
    pub sum: u32,
}
impl Grid {
    pub fn at(&self, x: usize, y: usize) -> u8 {
        self.cells[y * self.w as usize + x]
    }
    pub fn set(&mut self, x: usize, y: usize, v: u8) {
        let i = self.offset(x, y);
        self.cells[i] = v;
    }
    fn offset(&self, x: usize, y: usize) -> usize {
        y * self.w as usize + x
    }
    pub fn pop(&mut self) -> Option<u8> {
        self.cells.pop()
    }
    pub fn find(&self, id: u32) -> Option<u8> {
        self.by_id.get(&id).copied()
    }
    pub fn inside(&self, x: u32, y: u32) -> bool {
        x < self.w && y < self.h
    }
    pub fn index(&self, x: u32, y: u32) -> usize {
        (y * self.w + x) as usize
    }
    pub fn slot(&self, x: u32) -> Option<usize> {
        (x < self.w).then_some(x as usize)
    }
}
