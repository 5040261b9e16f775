pub mod ring;
pub use ring::Scrollback;

/// The last `n` lines, oldest first.
pub fn tail(s: &Scrollback, n: usize) -> Vec<String> {
    let len = s.len();
    (len.saturating_sub(n)..len).filter_map(|i| s.line(i)).collect()
}
