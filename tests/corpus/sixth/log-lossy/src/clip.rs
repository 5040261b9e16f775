/// At most `n` characters of the text.
pub fn to_columns(text: &str, n: usize) -> &str {
    match text.char_indices().nth(n) {
        Some((at, _)) => text.get(..at).unwrap_or(text),
        None => text,
    }
}

/// At most `n` bytes of the text, cut between two characters.
pub fn to_bytes(text: &str, n: usize) -> &str {
    let mut end = n.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_between_characters() {
        assert_eq!(to_columns("gruen grün", 9), "gruen grü");
        assert_eq!(to_bytes("grün", 3), "gr");
        assert_eq!(to_bytes("grün", 99), "grün");
    }
}
