use std::collections::BinaryHeap;

pub struct Queue {
    heap: BinaryHeap<(u16, u16)>,
}

impl Queue {
    pub fn new() -> Self {
        Self { heap: BinaryHeap::new() }
    }

    pub fn push(&mut self, priority: u16, task: u16) {
        self.heap.push((priority, task));
    }

    pub fn pop(&mut self) -> Option<(u16, u16)> {
        self.heap.pop()
    }
}
