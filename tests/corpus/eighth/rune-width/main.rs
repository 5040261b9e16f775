extern "C" {
    fn rune_width(rune: u32) -> u8;
    fn rune_fold(rune: u32) -> u32;
}

fn width(c: char) -> usize {
    usize::from(unsafe { rune_width(u32::from(c)) })
}

fn fold(c: char) -> char {
    char::from_u32(unsafe { rune_fold(u32::from(c)) }).unwrap_or(c)
}

fn column(text: &str) -> usize {
    text.chars().map(width).sum()
}

fn main() {
    for text in ["Runes", "STRA\u{df}E", "\u{6771}\u{4eac}", "e\u{301}"] {
        let folded: String = text.chars().map(fold).collect();
        println!("{folded:<10}{}", column(text));
    }
}
