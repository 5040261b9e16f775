//! `${NAME}` and `${NAME:-default}` in string values; `$$` is a dollar sign.

use super::Environment;

/// Why a string value could not be completed from the environment.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// The variable is not set (or is empty) and has no default.
    Variable(String),
    /// `${` without `}`.
    Unclosed,
}

/// `text` with its variables replaced. `None` when there is nothing to replace.
pub(super) fn interpolate(text: &str, environment: &Environment) -> Result<Option<String>, Missing> {
    if !text.contains('$') {
        return Ok(None);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
        } else if let Some(after) = rest.strip_prefix('{') {
            let end = after.find('}').ok_or(Missing::Unclosed)?;
            out.push_str(&value(&after[..end], environment)?);
            rest = &after[end + 1..];
        } else {
            out.push('$');
        }
    }
    out.push_str(rest);
    Ok(Some(out))
}

fn value(inside: &str, environment: &Environment) -> Result<String, Missing> {
    let (name, default) = match inside.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (inside, None),
    };
    match environment.get(name).filter(|found| !found.is_empty()) {
        Some(found) => Ok(found.clone()),
        None => default.map(str::to_owned).ok_or_else(|| Missing::Variable(name.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::{Environment, Missing, interpolate};

    #[test]
    fn variables_are_replaced() {
        let environment: Environment =
            [("KEY", "k1"), ("EMPTY", "")].map(|(k, v)| (k.to_owned(), v.to_owned())).into();
        let check = |text: &str, expected: Result<Option<&str>, Missing>| {
            assert_eq!(interpolate(text, &environment), expected.map(|t| t.map(str::to_owned)), "{text}");
        };
        check("plain", Ok(None));
        check("${KEY}", Ok(Some("k1")));
        check("a${KEY}b${KEY}", Ok(Some("ak1bk1")));
        check("${NONE:-fallback}", Ok(Some("fallback")));
        check("${EMPTY:-}", Ok(Some("")));
        check("$$5 and $x", Ok(Some("$5 and $x")));
        check("${EMPTY}", Err(Missing::Variable("EMPTY".into())));
        check("${KEY", Err(Missing::Unclosed));
    }
}
