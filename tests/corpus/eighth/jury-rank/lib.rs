#[repr(C)]
#[derive(Clone, Copy)]
pub struct Entry {
    pub act: u32,
    pub score: f64,
}

/// Best first; gives the score of the middle.
#[no_mangle]
pub unsafe extern "C" fn jury_rank(entries: *mut Entry, len: usize) -> f64 {
    if entries.is_null() || len == 0 {
        return 0.0;
    }
    let entries = std::slice::from_raw_parts_mut(entries, len);
    entries.sort_by(|a, b| b.score.partial_cmp(&a.score).unwrap());
    entries.get(len / 2).map_or(0.0, |e| e.score)
}
