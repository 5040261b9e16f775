struct Stats { sum: i64, n: i64 }
impl FromIterator<i32> for Stats {
    fn from_iter<I: IntoIterator<Item = i32>>(all: I) -> Self {
        all.into_iter().fold(Stats { sum: 0, n: 0 }, |s, v| Stats { sum: s.sum + i64::from(v), n: s.n + 1 })
    }
}
impl Stats {
    fn mean(&self) -> i64 { self.sum.checked_div(self.n).unwrap_or(0) }
}
/// # Safety
/// `values` holds `len` values.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn level_mean(values: *const i32, len: usize) -> i64 {
    let values: &[i32] = if values.is_null() { &[] } else { unsafe { std::slice::from_raw_parts(values, len) } };
    values.iter().copied().collect::<Stats>().mean()
}
