#[repr(u8)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Suit {
    Clubs = 0,
    Diamonds = 1,
    Hearts = 2,
    Spades = 3,
}

fn suit(card: u8) -> Option<Suit> {
    Some(match card >> 4 {
        0 => Suit::Clubs,
        1 => Suit::Diamonds,
        2 => Suit::Hearts,
        3 => Suit::Spades,
        _ => return None,
    })
}

/// The suit that was played most, if one was.
#[unsafe(no_mangle)]
#[allow(improper_ctypes_definitions)]
pub unsafe extern "C" fn trick_trump(cards: *const u8, len: usize) -> Option<Suit> {
    if cards.is_null() {
        return None;
    }
    let cards = unsafe { std::slice::from_raw_parts(cards, len) };
    let count = |s: Suit| cards.iter().filter(|c| suit(**c) == Some(s)).count();
    [Suit::Clubs, Suit::Diamonds, Suit::Hearts, Suit::Spades]
        .into_iter()
        .filter(|s| count(*s) * 2 > len)
        .next()
}
