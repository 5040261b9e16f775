//! What a JSON value may look like, said once: the reader checks against it and the published JSON
//! Schema is written from it, so the two cannot disagree.

use std::fmt;
use std::sync::Arc;

use super::keys::FILE;
use super::tree::{Member, Node, Value};
use crate::diagnostic::{Diagnostic, Place, SourceFile, nearest};

/// What a value may look like.
pub(super) enum Shape {
    /// `true` or `false`.
    Bool,
    /// A string that keeps a rule.
    Text(TextRule),
    /// A list of such values.
    List(&'static Shape),
    /// An object with known keys and no others.
    Object(&'static ObjectShape),
    /// An object whose keys the user chooses.
    Map(&'static Shape),
    /// One of two objects; the presence of the key decides which.
    Either { key: &'static str, with: &'static ObjectShape, without: &'static ObjectShape },
}

/// An object with known keys.
pub(super) struct ObjectShape {
    /// What the object says; the schema's description.
    pub(super) doc: &'static str,
    pub(super) keys: &'static [Key],
    /// Of these keys exactly one must stand; empty for no such rule.
    pub(super) exactly_one_of: &'static [&'static str],
    /// Where the first stands, the second must too.
    pub(super) needs: &'static [(&'static str, &'static str)],
}

/// A key of an object.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) shape: Shape,
    /// What it does; the schema's description.
    pub(super) doc: &'static str,
}

/// What a string must be. Each rule is a predicate here and a pattern in the schema; a test holds
/// both against the same strings.
#[derive(Clone, Copy)]
pub(super) enum TextRule {
    /// Anything but the empty string.
    Filled,
    /// The name of a project, member or artifact: it becomes a file name.
    Name,
    /// A name that Zig can import and that cargo takes for a package.
    Package,
    /// One of these.
    Choice(&'static [&'static str]),
    /// 40 hexadecimal digits: a commit.
    Commit,
    /// The hash of a Zig package, which becomes a folder's name.
    PackageHash,
    /// What follows `-l`.
    Library,
}

impl TextRule {
    /// The rule as a regular expression (ECMA 262), where it is not a choice.
    pub(super) fn pattern(self) -> Option<&'static str> {
        match self {
            Self::Filled | Self::Choice(_) => None,
            Self::Name => Some(r"^[^\x00-\x1f/\\.\-][^\x00-\x1f/\\]*$"),
            Self::Package => Some("^[A-Za-z_][A-Za-z0-9_-]*$"),
            Self::Commit => Some("^[0-9a-f]{40}$"),
            Self::PackageHash => Some("^[A-Za-z0-9_+-][A-Za-z0-9._+-]{0,199}$"),
            Self::Library => Some("^[A-Za-z0-9_][A-Za-z0-9._+-]*$"),
        }
    }

    /// What is wrong with a text, if anything.
    pub(super) fn fault(self, text: &str) -> Option<String> {
        match self {
            _ if text.is_empty() => Some("must not be empty".to_owned()),
            Self::Filled => None,
            Self::Name => {
                let bad = |c: char| c < ' ' || c == '/' || c == '\\';
                (text.contains(bad) || text.starts_with(['.', '-']))
                    .then(|| "becomes a file name: no `/` or `\\`, no `.` or `-` in front".to_owned())
            }
            Self::Package => {
                let first = |c: char| c.is_ascii_alphabetic() || c == '_';
                let rest = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
                (!text.starts_with(first) || !text.chars().all(rest)).then(|| {
                    "must be letters, digits, `_` and `-`, beginning with a letter or `_`".to_owned()
                })
            }
            Self::Choice(choices) => (!choices.contains(&text)).then(|| {
                let list = choices.iter().map(|c| format!("`{c}`")).collect::<Vec<_>>().join(", ");
                format!("must be one of {list}, not `{text}`")
            }),
            Self::Commit => (text.len() != 40
                || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')))
            .then(|| "must be a whole commit, 40 hexadecimal digits in lower case".to_owned()),
            Self::PackageHash => (!crate::packages::is_hash(text))
                .then(|| "must be the hash of a package, as `zig fetch` prints it".to_owned()),
            Self::Library => {
                let first = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let rest = |c: char| first(c) || matches!(c, '.' | '+' | '-');
                (!text.starts_with(first) || !text.chars().all(rest))
                    .then(|| "must be what follows `-l`: the name without `lib` and ending".to_owned())
            }
        }
    }
}

impl Shape {
    /// What it is called in messages.
    fn kind(&self) -> &'static str {
        match self {
            Self::Bool => "a boolean",
            Self::Text(_) => "a string",
            Self::List(Self::Text(_)) => "a list of strings",
            Self::List(_) => "a list of objects",
            Self::Object(_) | Self::Map(_) | Self::Either { .. } => "an object",
        }
    }
}

/// Holds a tree against a shape and pushes everything that is wrong.
pub(super) fn check(source: &Arc<SourceFile>, node: &Node<'_>, shape: &Shape, found: &mut Vec<Diagnostic>) {
    Checker { source, found }.value(node, shape, Way::Top);
}

/// The way to a value, spelled only where something is wrong with it.
#[derive(Clone, Copy)]
enum Way<'a> {
    Top,
    Key(&'a Way<'a>, &'a str),
    Element(&'a Way<'a>, usize),
}

impl fmt::Display for Way<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Top => Ok(()),
            Self::Key(Self::Top, key) => f.write_str(key),
            Self::Key(above, key) => write!(f, "{above}.{key}"),
            Self::Element(above, index) => write!(f, "{above}[{index}]"),
        }
    }
}

impl Way<'_> {
    /// What messages call the value there.
    fn subject(&self) -> String {
        if matches!(self, Self::Top) { "the file".to_owned() } else { format!("`{self}`") }
    }
}

struct Checker<'a> {
    source: &'a Arc<SourceFile>,
    found: &'a mut Vec<Diagnostic>,
}

impl Checker<'_> {
    fn push(&mut self, message: String, span: &std::ops::Range<usize>, hint: Option<String>) {
        let mut diagnostic = Diagnostic::error(message).at(Place::Text(self.source.clone(), span.clone()));
        diagnostic.hint = hint;
        self.found.push(diagnostic);
    }

    fn value(&mut self, node: &Node<'_>, shape: &Shape, at: Way<'_>) {
        match (shape, &node.value) {
            (Shape::Bool, Value::Bool(_)) => {}
            (Shape::Text(rule), Value::Text(text)) => {
                if let Some(fault) = rule.fault(text) {
                    let hint = match rule {
                        TextRule::Choice(choices) => {
                            nearest(text, choices.iter().copied()).map(|c| format!("did you mean `{c}`?"))
                        }
                        _ => None,
                    };
                    self.push(format!("`{at}` {fault}"), &node.span, hint);
                }
            }
            (Shape::List(inner), Value::List(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    self.value(element, inner, Way::Element(&at, index));
                }
            }
            (Shape::Map(inner), Value::Object(members)) => {
                for member in members {
                    if let Some(fault) = TextRule::Package.fault(&member.key) {
                        self.push(format!("the name `{}` {fault}", member.key), &member.key_span, None);
                    }
                    self.value(&member.node, inner, Way::Key(&at, &member.key));
                }
            }
            (Shape::Object(object), Value::Object(members)) => self.object(node, members, object, at),
            (Shape::Either { key, with, without }, Value::Object(members)) => {
                let shape = if node.get(key).is_some() { with } else { without };
                self.object(node, members, shape, at);
            }
            _ => {
                let message = format!("{} must be {}, not {}", at.subject(), shape.kind(), node.kind());
                self.push(message, &node.span, brackets(shape, &node.value));
            }
        }
    }

    fn object(&mut self, node: &Node<'_>, members: &[Member<'_>], shape: &ObjectShape, at: Way<'_>) {
        for member in members {
            match shape.keys.iter().find(|k| k.name == member.key) {
                Some(key) => self.value(&member.node, &key.shape, Way::Key(&at, key.name)),
                None => self.unknown(member, shape, at),
            }
        }
        let place = node.span.start..node.span.start + 1;
        for key in shape.keys.iter().filter(|k| k.required && node.get(k.name).is_none()) {
            let message = format!("{} lacks the key `{}`", at.subject(), key.name);
            self.push(message, &place, Some(key.doc.to_owned()));
        }
        let present = shape.exactly_one_of.iter().filter(|k| node.get(k).is_some()).count();
        if !shape.exactly_one_of.is_empty() && present != 1 {
            let list = shape.exactly_one_of.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
            let has = if present == 0 { "none" } else { "several" };
            let message = format!("{} must have exactly one of {list}, and has {has}", at.subject());
            self.push(message, &place, None);
        }
        for (first, second) in shape.needs {
            if let (Some(member), None) = (node.get(first), node.get(second)) {
                let message = format!("{} has `{first}` without `{second}`", at.subject());
                self.push(message, &member.key_span, None);
            }
        }
    }

    fn unknown(&mut self, member: &Member<'_>, shape: &ObjectShape, at: Way<'_>) {
        let at: &str = &at.to_string();
        let within = if at.is_empty() { String::new() } else { format!(" in `{at}`") };
        let names = shape.keys.iter().map(|k| k.name);
        let list = || names.clone().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
        let mut places = Vec::new();
        places_of(&member.key, &FILE, "", &mut places);
        // The other form of the same object has it: that one is not meant.
        if places.iter().any(|place| is_place(place, at)) {
            places.clear();
        }
        let hint = match (places.as_slice(), nearest(&member.key, names.clone())) {
            ([place], _) if place.is_empty() => format!("`{}` stands at the top of the file", member.key),
            ([place], _) => format!("`{}` stands in `{place}`", member.key),
            (_, Some(name)) => format!("did you mean `{name}`?"),
            (_, None) => format!("known keys here: {}", list()),
        };
        self.push(format!("unknown key `{}`{within}", member.key), &member.key_span, Some(hint));
    }
}

/// What to try where brackets are missing, or stand where one value belongs, as in `crate-type` of a Cargo.toml.
fn brackets(shape: &Shape, value: &Value<'_>) -> Option<String> {
    match (shape, value) {
        (Shape::Text(_), Value::List(elements)) => match elements.as_slice() {
            [Node { value: Value::Text(text), .. }] => {
                Some(format!("one stands here, without brackets: \"{text}\""))
            }
            _ => Some("exactly one stands here, without brackets".to_owned()),
        },
        (Shape::List(Shape::Text(_)), Value::Text(text)) => {
            Some(format!("a list has brackets: [\"{text}\"]"))
        }
        (Shape::List(_), Value::Object(_)) => Some("a list has brackets: [{ … }]".to_owned()),
        _ => None,
    }
}

/// Where a key may stand, each place once; `at` is the way to `shape`.
fn places_of(key: &str, shape: &Shape, at: &str, places: &mut Vec<String>) {
    let objects = match shape {
        Shape::Bool | Shape::Text(_) => return,
        Shape::List(inner) => return places_of(key, inner, &format!("{at}[]"), places),
        Shape::Map(inner) => return places_of(key, inner, &join(at, "NAME"), places),
        Shape::Object(object) => vec![*object],
        Shape::Either { with, without, .. } => vec![*with, *without],
    };
    for known in objects.iter().flat_map(|object| object.keys) {
        if known.name == key && !places.iter().any(|place| place == at) {
            places.push(at.to_owned());
        }
        places_of(key, &known.shape, &join(at, known.name), places);
    }
}

/// Whether a way to an object is this one, whatever the user's own names are.
fn is_place(place: &str, at: &str) -> bool {
    let (place, at) = (place.split('.'), at.split('.'));
    place.clone().count() == at.clone().count()
        && place.zip(at).all(|(known, name)| known == "NAME" || known == name)
}

fn join(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}
