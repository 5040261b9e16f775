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

/// Calls that end the life of what they are given, in both languages.
const ENDING: [&str; 9] = [
    "Box::from_raw(",
    "Arc::from_raw(",
    "Rc::from_raw(",
    "CString::from_raw(",
    "Vec::from_raw_parts(",
    "String::from_raw_parts(",
    ".free(",
    ".rawFree(",
    ".destroy(",
];

/// Whether a body frees what a name stands for, or what is made of it on the way.
#[must_use]
pub fn frees(body: &str, name: &str) -> bool {
    let body: String = body.chars().filter(|c| !c.is_whitespace() || *c == '\n').collect();
    let mentions = |text: &str, name: &str| {
        text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
    };
    let mut names = vec![name.to_owned()];
    for statement in body.split([';', '{', '}']) {
        let statement = statement.trim();
        // `let all = slice_from_raw_parts_mut(data, len)`, `const all = data[0..len]`.
        let bound = ["let", "const", "var", "iflet"].iter().find_map(|word| statement.strip_prefix(word));
        // `if (data) |all|`.
        let captured =
            statement.split_once(")|").and_then(|(from, rest)| Some((rest.split_once('|')?.0, from)));
        for (left, right) in bound.and_then(|rest| rest.split_once('=')).into_iter().chain(captured) {
            if names.iter().any(|name| mentions(right, name)) {
                let left = left.split(':').next().unwrap_or(left);
                let left = left.strip_prefix("mut").or(left.strip_prefix("Some(")).unwrap_or(left);
                names.push(left.trim_matches([')', '*']).to_owned());
            }
        }
        let ends = ENDING.iter().filter_map(|call| Some(statement.split_once(call)?.1));
        if ends.into_iter().any(|given| names.iter().any(|name| mentions(given, name))) {
            return true;
        }
    }
    false
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

    #[test]
    fn what_a_body_frees_is_not_lent() {
        let check = |body: &str, expected: bool| assert_eq!(frees(body, "data"), expected, "{body}");
        check("{ drop(unsafe { Box::from_raw(slice_from_raw_parts_mut(data, len)) }) }", true);
        check("{ let all = ptr::slice_from_raw_parts_mut(data, len);\n drop(Box::from_raw(all)); }", true);
        check("{ let mut v: Vec<u8> = Vec :: from_raw_parts (data , len , len); v.clear() }", true);
        check("{ const all = data.?[0..len]; allocator.free(all); }", true);
        check("{ if (data) |memory| allocator.free(memory[0..len]); }", true);
        check("{ let all = slice::from_raw_parts(data, len); all.len() }", false);
        check("{ const copy = allocator.dupe(u8, other); defer allocator.free(copy); use(data); }", false);
    }
}
