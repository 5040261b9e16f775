//! Depot bookkeeping behind a C interface.

mod depot;

use depot::{Depot, Shelf};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub const OK: i32 = 0;
pub const REFUSED: i32 = 1;
pub const INTERNAL: i32 = 2;

fn guard(f: impl FnOnce() -> bool) -> i32 {
    match catch_unwind(AssertUnwindSafe(f)) {
        Ok(true) => OK,
        Ok(false) => REFUSED,
        Err(_) => INTERNAL,
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn depot_new() -> Box<Depot> {
    Box::default()
}

#[unsafe(no_mangle)]
pub extern "C" fn depot_free(depot: Option<Box<Depot>>) {
    drop(depot);
}

#[unsafe(no_mangle)]
pub extern "C" fn depot_add_shelf(depot: &mut Depot, capacity: u32) -> usize {
    depot.shelves.push(Shelf { capacity, goods: BTreeMap::new() });
    depot.shelves.len() - 1
}

#[unsafe(no_mangle)]
pub extern "C" fn depot_stock(depot: &mut Depot, shelf: usize, article: u32, lots: u32) -> i32 {
    guard(|| {
        let Some(shelf) = depot.shelves.get_mut(shelf) else { return false };
        if u64::from(shelf.load()) + u64::from(lots) > u64::from(shelf.capacity) {
            return false;
        }
        *shelf.goods.entry(article).or_default() += lots;
        true
    })
}

#[unsafe(no_mangle)]
pub extern "C" fn depot_move(depot: &mut Depot, article: u32, lots: u32, from: usize, to: usize) -> i32 {
    guard(|| depot.move_stock(article, lots, from, to))
}

#[unsafe(no_mangle)]
pub extern "C" fn depot_total(depot: &Depot) -> u64 {
    depot.total()
}
