#[derive(Clone, Copy)]
#[repr(u8)]
pub enum Kind {
    End,
    Word,
    Number,
    Other,
}

fn run(text: &[u8], test: fn(&u8) -> bool) -> usize {
    text.iter().take_while(|b| test(b)).count()
}

/// First token and its length, leading blanks included.
pub fn first(text: &[u8]) -> (Kind, usize) {
    let blanks = run(text, u8::is_ascii_whitespace);
    let rest = text.get(blanks..).unwrap_or(&[]);
    let (kind, n) = match rest.first() {
        None => (Kind::End, 0),
        Some(b) if b.is_ascii_alphabetic() => (Kind::Word, run(rest, u8::is_ascii_alphanumeric)),
        Some(b) if b.is_ascii_digit() => (Kind::Number, run(rest, u8::is_ascii_digit)),
        Some(_) => (Kind::Other, 1),
    };
    (kind, blanks + n)
}
