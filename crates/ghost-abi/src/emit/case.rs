//! Names in another case, as cbindgen makes them.

/// The words of a name: split at everything that is no letter or digit, where a capital follows a small letter, and
/// before the last of several capitals that a small letter follows. A digit belongs to the letters before it.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in name.split(|c: char| !c.is_alphanumeric()) {
        let mut word = String::new();
        // Whether the last letter of the word was a capital; nothing where the word has no letter yet.
        let mut capital: Option<bool> = None;
        let mut chars = part.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek();
            let now = if c.is_lowercase() || c.is_uppercase() { Some(c.is_uppercase()) } else { capital };
            let begins =
                capital == Some(true) && c.is_uppercase() && next.is_some_and(|next| next.is_lowercase());
            if begins {
                words.push(std::mem::take(&mut word));
            }
            word.push(c);
            let ends = now == Some(false) && next.is_some_and(|next| next.is_uppercase());
            if ends {
                words.push(std::mem::take(&mut word));
            }
            capital = if begins || ends { None } else { now };
        }
        words.push(word);
    }
    words.retain(|word| !word.is_empty());
    words
}

/// `like_this`.
#[must_use]
pub fn snake(name: &str) -> String {
    words(name).join("_").to_lowercase()
}

/// `LIKE_THIS`.
#[must_use]
pub fn screaming_snake(name: &str) -> String {
    words(name).join("_").to_uppercase()
}

/// `LikeThis`.
#[must_use]
pub fn pascal(name: &str) -> String {
    words(name).iter().map(|word| capitalised(word)).collect()
}

/// `likeThis`.
#[must_use]
pub fn lower_camel(name: &str) -> String {
    let pascal = pascal(name);
    let mut chars = pascal.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(chars.flat_map(char::to_lowercase)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_names() {
        for (name, expected) in [
            ("NotYet", "not_yet"),
            ("not_yet", "not_yet"),
            ("HTTPServer", "http_server"),
            ("Utf16LE", "utf16_le"),
            ("R8G8B8A8", "r8g8b8a8"),
            ("RGBA8Unorm", "rgba8_unorm"),
            ("State_NotYet", "state_not_yet"),
            ("_a__b-c", "a_b_c"),
            ("X", "x"),
            ("", ""),
        ] {
            assert_eq!(snake(name), expected, "{name}");
        }
        assert_eq!(
            (lower_camel("HTTPServer"), pascal("not_yet")),
            ("httpServer".to_owned(), "NotYet".to_owned())
        );
    }
}
