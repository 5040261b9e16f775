use crate::Mode;

pub struct Drive {
    mode: Mode,
    changes: u32,
}

impl Drive {
    pub fn new() -> Self {
        Drive { mode: Mode::Idle, changes: 0 }
    }

    pub fn enter(&mut self, mode: Mode) -> bool {
        // Docking starts from idle only.
        if mode == Mode::Dock && self.mode != Mode::Idle {
            return false;
        }
        self.changes = self.changes.wrapping_add(1);
        self.mode = mode;
        true
    }

    pub fn speed(&self) -> f32 {
        match self.mode {
            Mode::Idle => 0.0,
            Mode::Manual => 1.5,
            Mode::Follow => 0.8,
            Mode::Dock => 0.1,
        }
    }
}
