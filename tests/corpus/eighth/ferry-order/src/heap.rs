use crate::LessFn;
use std::ffi::c_void;

/// Short lists only: the first is looked for when it is taken.
pub struct Heap {
    items: Vec<u32>,
    less: LessFn,
    user: *const c_void,
}

impl Heap {
    pub fn new(less: LessFn, user: *const c_void) -> Self {
        Heap { items: Vec::new(), less, user }
    }

    pub fn push(&mut self, item: u32) {
        self.items.push(item);
    }

    pub fn pop(&mut self) -> Option<u32> {
        let mut best = *self.items.first()?;
        let mut at = 0;
        for (i, item) in self.items.iter().enumerate().skip(1) {
            if unsafe { (self.less)(self.user, *item, best) } {
                best = *item;
                at = i;
            }
        }
        if at < self.items.len() {
            self.items.remove(at);
        }
        Some(best)
    }
}
