use std::cell::RefCell;
use std::collections::HashMap;

#[derive(Default)]
pub struct Gazetteer {
    places: Vec<(Vec<u8>, u32)>,
    memo: RefCell<HashMap<Vec<u8>, u32>>,
}

fn distance(a: &[u8], b: &[u8]) -> usize {
    let same = a.iter().zip(b).take_while(|(x, y)| x.eq_ignore_ascii_case(y)).count();
    a.len().max(b.len()).saturating_sub(same)
}

impl Gazetteer {
    pub fn add(&mut self, name: &[u8], id: u32) {
        self.places.push((name.to_vec(), id));
        self.memo.get_mut().clear();
    }

    pub fn lookup(&self, name: &[u8]) -> u32 {
        if let Some(id) = self.memo.try_borrow().ok().and_then(|m| m.get(name).copied()) {
            return id;
        }
        let best = self.places.iter().min_by_key(|(place, _)| distance(place, name));
        let id = best.map_or(0, |(_, id)| *id);
        if let Ok(mut memo) = self.memo.try_borrow_mut() {
            memo.insert(name.to_vec(), id);
        }
        id
    }
}
