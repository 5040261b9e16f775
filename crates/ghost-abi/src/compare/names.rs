//! Names that differ only in the fashion of their language.

/// A name without underscores and capitals: `max_len`, `maxLen` and `MAX_LEN` are one.
pub(super) fn plain(name: &str) -> String {
    let plain: String = name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect();
    if plain.is_empty() { name.to_owned() } else { plain }
}

/// Whether two names are one slip of the keyboard apart, or only another fashion.
pub(super) fn near(a: &str, b: &str) -> bool {
    if plain(a) == plain(b) {
        return true;
    }
    let shorter = a.len().min(b.len());
    let allowed = if shorter >= 8 { 2 } else { usize::from(shorter >= 4) };
    allowed > 0 && a.len().abs_diff(b.len()) <= allowed && distance(a.as_bytes(), b.as_bytes()) <= allowed
}

/// Insertions, removals, replacements and swaps of neighbours between two texts.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
