//! Names that may end in `*`.

use std::sync::Arc;

/// A name, or every name that begins so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    Exact(Arc<str>),
    Prefix(Arc<str>),
}

impl Pattern {
    pub(crate) fn new(text: &str) -> Self {
        match text.strip_suffix('*') {
            Some(prefix) => Self::Prefix(prefix.into()),
            None => Self::Exact(text.into()),
        }
    }

    /// What `*` stands for in `name`, which is empty for an exact match. `None`: no match.
    pub(crate) fn matched<'n>(&self, name: &'n str) -> Option<&'n str> {
        match self {
            Self::Exact(exact) => (**exact == *name).then_some(""),
            Self::Prefix(prefix) => name.strip_prefix(&**prefix),
        }
    }

    pub(crate) fn matches(&self, name: &str) -> bool {
        self.matched(name).is_some()
    }
}

/// A list of patterns in which nothing means everything.
#[derive(Clone, Debug, Default)]
pub(crate) struct Allowed(Vec<Pattern>);

impl Allowed {
    pub(crate) fn new(patterns: &[String]) -> Self {
        Self(patterns.iter().map(|text| Pattern::new(text)).collect())
    }

    pub(crate) fn allows_everything(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn allows(&self, name: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|pattern| pattern.matches(name))
    }
}

#[cfg(test)]
mod tests {
    use super::{Allowed, Pattern};

    #[test]
    fn a_star_at_the_end_stands_for_anything() {
        let check = |pattern: &str, name: &str, expected: Option<&str>| {
            assert_eq!(Pattern::new(pattern).matched(name), expected, "{pattern} {name}");
        };
        check("gpt-4o", "gpt-4o", Some(""));
        check("gpt-4o", "gpt-4o-mini", None);
        check("gpt-*", "gpt-4o", Some("4o"));
        check("*", "anything", Some("anything"));
        check("a*b", "a*b", Some(""));
    }

    #[test]
    fn no_patterns_allow_everything() {
        assert!(Allowed::default().allows("x"));
        let some = Allowed::new(&["a".to_owned(), "b-*".to_owned()]);
        assert!(some.allows("a") && some.allows("b-1") && !some.allows("c") && !some.allows(""));
    }
}
