/// Advance of a glyph in thousandths of the size.
pub fn advance(glyph: u16) -> u32 {
    match glyph {
        0 => 0,
        3 => 250,
        4..=40 => 500 + u32::from(glyph % 8) * 12,
        _ => 610,
    }
}
