#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difficulty {
    Story = 0,
    Normal = 1,
    Hard = 2,
    Permadeath = 3,
}

pub struct Rules {
    pub lives: u8,
    factor: u64,
}

impl Rules {
    pub fn of(d: Difficulty) -> Self {
        match d {
            Difficulty::Story => Self { lives: 9, factor: 1 },
            Difficulty::Normal => Self { lives: 5, factor: 2 },
            Difficulty::Hard => Self { lives: 3, factor: 4 },
            Difficulty::Permadeath => Self { lives: 1, factor: 10 },
        }
    }

    pub fn score(&self, level: u16, gold: u32, perfect: bool) -> u64 {
        let base = u64::from(level) * 1000 + u64::from(gold);
        let base = if perfect { base * 2 } else { base };
        base * self.factor
    }
}
