//! Words in names, and what they say about a function.

/// Words of functions that end a value's life.
pub const RELEASE: &str = "free destroy close delete drop deinit release dispose";
/// Words of functions that begin one.
pub const CREATE: &str = "new create init open make build alloc";
/// Words of parameters that count elements.
pub const LENGTH: &str = "len length size count n num cap capacity bytes elements";

/// The words of a name, in lower case: `sortI32_fast` is `sort`, `i32`, `fast`.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        if c == '_' || (c.is_ascii_uppercase() && was_lower) {
            out.push(String::new());
        }
        if c != '_'
            && let Some(last) = out.last_mut()
        {
            last.push(c.to_ascii_lowercase());
        }
        was_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    out.retain(|word| !word.is_empty());
    out
}

/// Whether a name has one of the words of a list.
#[must_use]
pub fn has_word(name: &str, list: &str) -> bool {
    words(name).iter().any(|word| list.split(' ').any(|other| other == word))
}

/// How many words two names begin with alike.
#[must_use]
pub fn shared_prefix(one: &str, other: &str) -> usize {
    words(one).iter().zip(words(other).iter()).take_while(|(a, b)| a == b).count()
}

/// A type's name from a function's: `zig_sorter_destroy` without `destroy` is `ZigSorter`.
#[must_use]
pub fn owner(symbol: &str, verbs: &str) -> String {
    let kept = words(symbol).into_iter().filter(|word| !verbs.split(' ').any(|verb| verb == word));
    let name: String = kept.map(|word| capitalised(&word)).collect();
    if name.is_empty() { "Handle".to_owned() } else { name }
}

/// A word with a capital letter first.
#[must_use]
pub fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `sortI32` and `sort_i32` alike as `sort_i32`.
#[must_use]
pub fn snake(name: &str) -> String {
    words(name).join("_")
}

/// `sort_i32` as `sortI32`.
#[must_use]
pub fn camel(name: &str) -> String {
    let mut all = words(name).into_iter();
    let first = all.next().unwrap_or_default();
    first + &all.map(|word| capitalised(&word)).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_into_words() {
        assert_eq!(words("zig_sortI32"), ["zig", "sort", "i32"]);
        assert_eq!(owner("zig_sorter_destroy", RELEASE), "ZigSorter");
        assert!(has_word("bufLen", LENGTH) && !has_word("lengthen", LENGTH));
        assert_eq!((snake("vectorAdd"), camel("vector_add")), ("vector_add".into(), "vectorAdd".into()));
        assert_eq!(shared_prefix("core_create", "core_destroy"), 1);
    }
}
