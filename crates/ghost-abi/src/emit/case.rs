//! Names in another case, as cbindgen and `paste` make them.

/// The words of a name: split at underscores and where a lower case letter, or a run of capitals,
/// meets a capital that begins a word.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = vec![String::new()];
    for (at, c) in chars.iter().enumerate() {
        if matches!(c, '_' | '-') {
            words.push(String::new());
            continue;
        }
        let before = at.checked_sub(1).map(|at| chars[at]);
        let begins = c.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() && before != '_'
                    || chars.get(at + 1).is_some_and(|next| next.is_lowercase())
            });
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(*c);
        }
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
