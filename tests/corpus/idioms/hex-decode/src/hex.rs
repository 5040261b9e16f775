fn digit(c: u8) -> Option<u8> { char::from(c).to_digit(16).and_then(|d| u8::try_from(d).ok()) }
pub fn decode(text: &[u8]) -> Option<Vec<u8>> {
    text.chunks(2).map(|p| match p { [a, b] => Some(digit(*a)? << 4 | digit(*b)?), _ => None }).collect()
}
