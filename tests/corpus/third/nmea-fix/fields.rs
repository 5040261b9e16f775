fn text(field: &[u8]) -> &str {
    std::str::from_utf8(field).unwrap_or("")
}

/// `4807.038` to 48.1173.
pub fn degrees(field: &[u8], negative: bool) -> f64 {
    let value: f64 = text(field).parse().unwrap_or(0.0);
    let whole = (value / 100.0).trunc();
    let degrees = whole + (value - whole * 100.0) / 60.0;
    if negative { -degrees } else { degrees }
}

pub fn count(field: &[u8]) -> u8 {
    text(field).trim().parse().unwrap()
}
