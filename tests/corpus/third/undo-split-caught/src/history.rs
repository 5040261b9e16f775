#[derive(Default)]
pub struct History {
    done: Vec<u32>,
    undone: Vec<u32>,
}

impl History {
    pub fn push(&mut self, step: u32) -> usize {
        self.undone.clear();
        self.done.push(step);
        self.done.len()
    }

    pub fn rewind(&mut self, keep: usize) -> isize {
        let tail = self.done.split_off(keep);
        let count = isize::try_from(tail.len()).unwrap_or(isize::MAX);
        self.undone.extend(tail.into_iter().rev());
        count
    }
}
