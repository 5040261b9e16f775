//! cbindgen's rules for names.

use ghost_abi::emit::case;

/// What a name is the name of.
#[derive(Clone, Copy)]
pub(super) enum Of<'a> {
    /// A variant of the enum of this name.
    Variant(&'a str),
    Field,
    Argument,
}

/// A rule for names.
pub(super) enum Rule {
    Lower,
    Upper,
    Pascal,
    /// `LikeThis`, behind a letter that says what it is the name of.
    Gecko,
    Camel,
    Snake,
    ScreamingSnake,
    /// That, with the name of the enum before it.
    Qualified,
    Prefix(String),
}

impl Rule {
    /// cbindgen's rules by their names, of which it takes several spellings.
    pub(super) fn named(name: &str) -> Option<Self> {
        if let Some(prefix) = name.strip_prefix("prefix:") {
            return Some(Self::Prefix(prefix.to_owned()));
        }
        Some(match name.to_ascii_lowercase().replace('_', "").as_str() {
            "lowercase" => Self::Lower,
            "uppercase" => Self::Upper,
            "pascalcase" => Self::Pascal,
            "geckocase" | "mgeckocase" => Self::Gecko,
            "camelcase" => Self::Camel,
            "snakecase" => Self::Snake,
            "screamingsnakecase" => Self::ScreamingSnake,
            "qualifiedscreamingsnakecase" => Self::Qualified,
            _ => return None,
        })
    }

    pub(super) fn apply(&self, name: &str, of: Of<'_>) -> String {
        match (self, of) {
            (Self::Lower, _) => name.to_lowercase(),
            (Self::Upper, _) => name.to_uppercase(),
            (Self::Gecko, Of::Field) => format!("m{}", case::pascal(name)),
            (Self::Gecko, Of::Argument) => format!("a{}", case::pascal(name)),
            (Self::Pascal | Self::Gecko, _) => case::pascal(name),
            (Self::Camel, _) => case::lower_camel(name),
            (Self::Snake, _) => case::snake(name),
            (Self::Qualified, Of::Variant(of)) => {
                format!("{}_{}", case::screaming_snake(of), case::screaming_snake(name))
            }
            (Self::ScreamingSnake | Self::Qualified, _) => case::screaming_snake(name),
            (Self::Prefix(prefix), _) => format!("{prefix}{name}"),
        }
    }
}
