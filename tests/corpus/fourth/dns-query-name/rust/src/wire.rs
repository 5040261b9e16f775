const MAX_LABEL: usize = 63;

pub fn is_valid_name(name: &[u8]) -> bool {
    !name.is_empty()
        && name.len() <= 253
        && name.split(|b| *b == b'.').all(|l| !l.is_empty() && l.len() <= MAX_LABEL)
}
