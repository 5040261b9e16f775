mod font;

fn main() {
    let Some(mut font) = font::Font::new(12) else {
        return;
    };
    let width: u32 = "boundary".chars().filter_map(|c| font.glyph(c)).map(|g| u32::from(g.advance)).sum();
    println!("{width} px");
}
