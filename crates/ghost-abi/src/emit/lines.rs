//! Lines of text under construction, and documentation made harmless.

use crate::model::{Extent, Function, Nullability, Type};

/// Text that grows by lines.
#[derive(Debug, Default)]
pub(super) struct Lines {
    text: String,
}

impl Lines {
    /// Appends one line, or several that are already joined.
    pub(super) fn line(&mut self, line: impl AsRef<str>) {
        self.text.push_str(line.as_ref());
        self.text.push('\n');
    }

    /// Appends an empty line, unless the text begins here or one stands already.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// The text, ended by exactly one newline.
    pub(super) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        self.text.push('\n');
        self.text
    }
}

/// Lines of documentation that may stand in a comment of any language: no line breaks inside, no
/// control characters, and no characters that turn the direction of text (compilers refuse them).
/// The one space that `/// text` leaves in front is taken off all lines alike.
pub(super) fn doc_lines(docs: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = docs
        .iter()
        .flat_map(|doc| doc.split(['\n', '\u{85}', '\u{2028}', '\u{2029}']))
        .map(|line| harmless(line).trim_end().to_owned())
        .collect();
    if lines.iter().all(|line| line.is_empty() || line.starts_with(' ')) {
        for line in &mut lines {
            if !line.is_empty() {
                line.remove(0);
            }
        }
    }
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    lines.drain(..first);
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// `text` without characters that a compiler refuses in a comment.
pub(super) fn harmless(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push_str("    "),
            '\r' => {}
            // Line ends of other conventions, and the marks of CVE-2021-42574.
            '\u{2028}'
            | '\u{2029}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{61c}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => out.extend(c.escape_unicode()),
            c if c.is_control() => out.extend(c.escape_unicode()),
            c => out.push(c),
        }
    }
    out
}

/// What a pointer promises beyond its type, in words; nothing for one that promises nothing.
pub(super) fn promise(ty: &Type) -> Option<String> {
    let (nullable, extent) = match ty {
        Type::Pointer(pointer) => (pointer.nullable, pointer.extent),
        Type::FnPointer(callback) => (callback.nullable, Extent::One),
        _ => return None,
    };
    let null = match nullable {
        Nullability::NonNull => Some("not null"),
        // Of a raw pointer anybody expects that.
        Nullability::Nullable if extent != Extent::Unknown => Some("may be null"),
        Nullability::Nullable | Nullability::Unknown => None,
    };
    let extent = match extent {
        Extent::Sentinel(end) => Some(format!("ended by {end}")),
        Extent::Many => Some("an array".to_owned()),
        Extent::One | Extent::Unknown => None,
    };
    match (null, extent) {
        (Some(null), Some(extent)) => Some(format!("{extent}, {null}")),
        (Some(null), None) => Some(null.to_owned()),
        (None, extent) => extent,
    }
}

/// Documentation of a function, followed by what its pointers promise.
pub(super) fn function_docs(function: &Function, param_names: &[Option<String>]) -> Vec<String> {
    let mut lines = doc_lines(&function.docs);
    let params = function.params.iter().zip(param_names);
    let mut notes: Vec<String> = params
        .filter_map(|(param, name)| Some(format!("- `{}`: {}", name.as_ref()?, promise(&param.ty)?)))
        .collect();
    notes.extend(promise(&function.ret).map(|promise| format!("- result: {promise}")));
    if !lines.is_empty() && !notes.is_empty() {
        lines.push(String::new());
    }
    lines.append(&mut notes);
    lines
}
