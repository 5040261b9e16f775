use std::collections::BTreeMap;

pub struct Shelf {
    pub capacity: u32,
    pub goods: BTreeMap<u32, u32>,
}

impl Shelf {
    pub fn load(&self) -> u32 {
        self.goods.values().sum()
    }
}

#[derive(Default)]
pub struct Depot {
    pub shelves: Vec<Shelf>,
    pub in_transit: u32,
}

impl Depot {
    pub fn total(&self) -> u64 {
        self.shelves.iter().map(|s| u64::from(s.load())).sum()
    }

    /// Moves `lots` of an article; panics if a shelf does not exist.
    pub fn move_stock(&mut self, article: u32, lots: u32, from: usize, to: usize) -> bool {
        let have = self.shelves[from].goods.entry(article).or_default();
        if *have < lots {
            return false;
        }
        *have -= lots;
        self.in_transit += lots;
        let target = &mut self.shelves[to];
        assert!(target.load() + lots <= target.capacity, "shelf {to} is full");
        *target.goods.entry(article).or_default() += lots;
        self.in_transit -= lots;
        true
    }
}
