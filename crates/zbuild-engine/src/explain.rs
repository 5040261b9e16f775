//! Why an action is not up to date, told from the fields of its key.

use std::collections::HashMap;
use std::fmt::{self, Write};
use std::path::PathBuf;

use crate::codec::{Decoder, Encoder};
use crate::digest::{Content, Digest};
use crate::key::{Field, KeySink};
use crate::path;

/// The value of an input that is not there.
const ABSENT: &str = "absent";

/// One reason to run an action, or to bring its outputs back from the store.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// It has not succeeded in this workspace yet.
    NeverBuilt,
    /// An output is gone.
    OutputMissing(PathBuf),
    /// An output is not what the action left.
    OutputChanged(PathBuf),
    /// Arguments differ: those from the first difference to the last.
    Arguments {
        /// What they were.
        before: Vec<String>,
        /// What they are.
        now: Vec<String>,
    },
    /// Another part of the key differs.
    Changed {
        /// Which.
        field: Field,
        /// Its name, for kinds of fields that have names: a path, a variable.
        name: String,
        /// What it was; `None` if it was not part of the key. A digest for files, `absent` for missing ones.
        before: Option<String>,
        /// What it is; `None` if it is not part of the key any more.
        now: Option<String>,
    },
    /// The key differs, and what went into the old one is not known any more.
    Unknown,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeverBuilt => f.write_str("it was never built here"),
            Self::OutputMissing(path) => write!(f, "output {} is gone", path.display()),
            Self::OutputChanged(path) => write!(f, "output {} was changed by something else", path.display()),
            Self::Arguments { before, now } => match (before.is_empty(), now.is_empty()) {
                (true, _) => write!(f, "added to the command: {}", now.join(" ")),
                (_, true) => write!(f, "removed from the command: {}", before.join(" ")),
                _ => write!(f, "in the command, `{}` became `{}`", before.join(" "), now.join(" ")),
            },
            Self::Changed { field, name, before, now } => {
                let what = field.noun();
                let name = if name.is_empty() { String::new() } else { format!(" {name}") };
                match (before, now) {
                    (None, _) => write!(f, "{what}{name} is new"),
                    (_, None) => write!(f, "{what}{name} is no longer used"),
                    (Some(before), _) if before == ABSENT => write!(f, "{what}{name} has appeared"),
                    (_, Some(now)) if now == ABSENT => write!(f, "{what}{name} is gone"),
                    (Some(before), Some(now)) if field.is_readable() => {
                        write!(f, "{what}{name} was `{before}`, is `{now}`")
                    }
                    _ => write!(f, "{what}{name} changed"),
                }
            }
            Self::Unknown => f.write_str("what it depends on changed (the record of what that was is lost)"),
        }
    }
}

impl Field {
    fn noun(self) -> &'static str {
        match self {
            Self::Work => "the kind of action",
            Self::Program => "the program",
            Self::Argument => "the argument",
            Self::Variable | Self::DiscoveredVariable => "variable",
            Self::PassedVariable => "passed variable",
            Self::WorkingDirectory => "the working directory",
            Self::Material => "the content",
            Self::Stdout => "where its output goes",
            Self::Toolchain => "toolchain",
            Self::Input => "input",
            Self::Discovered => "included file",
            Self::DiscoveredNames => "the names in",
            Self::Output => "output",
            Self::Depfile => "the depfile",
        }
    }

    /// Whether values of this kind are text that people can compare.
    fn is_readable(self) -> bool {
        matches!(self, Self::Program | Self::Variable | Self::WorkingDirectory | Self::Output | Self::Depfile)
    }

    fn is_content(self) -> bool {
        matches!(self, Self::Input | Self::Discovered | Self::DiscoveredVariable | Self::DiscoveredNames)
    }

    /// Whether values are secret or long: only their digest is kept.
    fn is_digested(self) -> bool {
        matches!(self, Self::Material)
    }
}

/// The fields that went into a key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Preimage {
    fields: Vec<(Field, Vec<u8>, Vec<u8>)>,
}

impl KeySink for Preimage {
    fn field(&mut self, field: Field, name: &[u8], value: &[u8]) {
        let value = if field.is_digested() { Digest::of(value).as_bytes().to_vec() } else { value.to_vec() };
        self.fields.push((field, name.to_vec(), value));
    }
}

impl Preimage {
    pub(crate) fn encode(&self, encoder: &mut Encoder) {
        encoder.count(self.fields.len());
        for (field, name, value) in &self.fields {
            encoder.u8(*field as u8);
            encoder.bytes(name);
            encoder.bytes(value);
        }
    }

    pub(crate) fn decode(decoder: &mut Decoder<'_>) -> Option<Self> {
        let count = decoder.count(9)?;
        let mut fields = Vec::with_capacity(count);
        for _ in 0..count {
            let field = Field::from_byte(decoder.u8()?)?;
            fields.push((field, decoder.bytes()?.to_vec(), decoder.bytes()?.to_vec()));
        }
        Some(Self { fields })
    }

    /// What differs from `before`, in the order of the key. Nothing if the keys are equal.
    pub(crate) fn differences(&self, before: &Self) -> Vec<Reason> {
        let mut reasons = Vec::new();
        if let Some(reason) = self.arguments_differ(before) {
            reasons.push(reason);
        }
        let old: HashMap<_, _> = before.named().map(|(field, name, value)| ((field, name), value)).collect();
        let new: HashMap<_, _> = self.named().map(|(field, name, value)| ((field, name), value)).collect();
        for (field, name, value) in self.named() {
            let old = old.get(&(field, name)).copied();
            if old != Some(value) {
                reasons.push(changed(field, name, old, Some(value)));
            }
        }
        for (field, name, value) in
            before.named().filter(|(field, name, _)| !new.contains_key(&(*field, *name)))
        {
            reasons.push(changed(field, name, Some(value), None));
        }
        reasons
    }

    fn named(&self) -> impl Iterator<Item = (Field, &[u8], &[u8])> {
        let named = self.fields.iter().filter(|(field, _, _)| *field != Field::Argument);
        named.map(|(field, name, value)| (*field, name.as_slice(), value.as_slice()))
    }

    fn arguments(&self) -> Vec<&[u8]> {
        let arguments = self.fields.iter().filter(|(field, _, _)| *field == Field::Argument);
        arguments.map(|(_, _, value)| value.as_slice()).collect()
    }

    fn arguments_differ(&self, before: &Self) -> Option<Reason> {
        let (now, before) = (self.arguments(), before.arguments());
        let start = now.iter().zip(&before).take_while(|(a, b)| a == b).count();
        let (now, before) = (&now[start..], &before[start..]);
        if now.is_empty() && before.is_empty() {
            return None;
        }
        let end = now.iter().rev().zip(before.iter().rev()).take_while(|(a, b)| a == b).count();
        let texts = |args: &[&[u8]]| args.iter().map(|arg| text(arg)).collect();
        Some(Reason::Arguments {
            before: texts(&before[..before.len() - end]),
            now: texts(&now[..now.len() - end]),
        })
    }
}

fn changed(field: Field, name: &[u8], before: Option<&[u8]>, now: Option<&[u8]>) -> Reason {
    let value = |bytes: &[u8]| match bytes.first() {
        Some(&Content::ABSENT_TAG) if field.is_content() => ABSENT.to_owned(),
        _ if field.is_readable() => text(bytes),
        _ => hex(bytes),
    };
    let name = if field == Field::Work { String::new() } else { text(name) };
    Reason::Changed { field, name, before: before.map(value), now: now.map(value) }
}

fn text(bytes: &[u8]) -> String {
    path::from_bytes(bytes).display().to_string()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preimage(fields: &[(Field, &str, &str)]) -> Preimage {
        let mut preimage = Preimage::default();
        for (field, name, value) in fields {
            preimage.field(*field, name.as_bytes(), value.as_bytes());
        }
        preimage
    }

    fn check(before: &[(Field, &str, &str)], now: &[(Field, &str, &str)], expected: &[&str]) {
        let reasons = preimage(now).differences(&preimage(before));
        let reasons: Vec<String> = reasons.iter().map(Reason::to_string).collect();
        assert_eq!(reasons, expected);
    }

    #[test]
    fn tells_what_differs() {
        use Field::{Argument, Discovered, Input, Program, Variable};
        let a = |value| (Argument, "", value);
        check(&[a("-c"), a("x.c")], &[a("-c"), a("x.c")], &[]);
        check(&[a("-O1"), a("x.c")], &[a("-O2"), a("x.c")], &["in the command, `-O1` became `-O2`"]);
        check(&[a("-c"), a("x.c")], &[a("-c"), a("-g"), a("-g"), a("x.c")], &["added to the command: -g -g"]);
        check(&[a("-g"), a("-g")], &[a("-g")], &["removed from the command: -g"]);
        check(&[(Program, "", "cc")], &[(Program, "", "gcc")], &["the program was `cc`, is `gcc`"]);
        check(
            &[(Variable, "A", "1"), (Input, "x", "\u{1}a"), (Input, "y", "b"), (Discovered, "h", "c")],
            &[(Variable, "A", "2"), (Input, "x", "\u{1}b"), (Input, "z", "b"), (Discovered, "h", "d")],
            &[
                "variable A was `1`, is `2`",
                "input x changed",
                "input z is new",
                "included file h changed",
                "input y is no longer used",
            ],
        );
    }

    #[test]
    fn survives_a_record() {
        let preimage = preimage(&[(Field::Input, "a\n", "b"), (Field::Material, "", "long")]);
        let mut encoder = Encoder::default();
        preimage.encode(&mut encoder);
        assert_eq!(Preimage::decode(&mut Decoder(&encoder.0)), Some(preimage));
    }
}
