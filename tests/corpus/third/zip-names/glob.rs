/// Case-insensitive comparison of the end of a name.
pub fn ends_with_fold(name: &str, suffix: &[u8]) -> bool {
    let lower = name.to_lowercase();
    let tail = lower.as_bytes();
    tail.len() >= suffix.len()
        && tail.iter().rev().zip(suffix.iter().rev()).all(|(a, b)| *a == b.to_ascii_lowercase())
}
