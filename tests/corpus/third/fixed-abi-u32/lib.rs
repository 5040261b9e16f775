//! Sparse bit sets for the query planner.
mod id;

use id::{Count, RowId};
use std::ffi::c_uint;

#[derive(Default)]
pub struct Rows {
    words: Vec<u64>,
}

type Handle<'a> = Option<&'a mut Rows>;

fn place(id: RowId) -> (usize, u64) {
    let n = id.get() as usize;
    (n / 64, 1u64 << (n % 64))
}

#[no_mangle]
pub extern "C" fn rows_new() -> Box<Rows> {
    Box::default()
}

#[no_mangle]
pub extern "C" fn rows_add(rows: Handle<'_>, id: RowId) -> bool {
    let Some(rows) = rows else { return false };
    let (word, bit) = place(id);
    if word >= 1 << 16 {
        return false;
    }
    if rows.words.len() <= word {
        rows.words.resize(word + 1, 0);
    }
    rows.words.get_mut(word).is_some_and(|slot| {
        let fresh = *slot & bit == 0;
        *slot |= bit;
        fresh
    })
}

#[no_mangle]
pub extern "C" fn rows_count(rows: Option<&Rows>) -> Count {
    let ones = rows.map_or(0, |rows| rows.words.iter().map(|w| w.count_ones()).sum::<c_uint>());
    Count::from(ones)
}

#[no_mangle]
pub extern "C" fn rows_free(rows: Option<Box<Rows>>) {
    drop(rows);
}
