//! What a result depends on, in the form of `make`, which ninja and Zig read as well.
//!
//! Files only: a depfile has no words for a variable, for a file that must not be there or for a folder
//! whose names matter (`conditions` has). A build system that knows nothing else misses a change of those;
//! asking ghostbind each time costs milliseconds and misses nothing.

use std::fmt::Write as _;

use camino::Utf8Path;

use crate::built::Built;
use crate::error::BuildError;
use crate::publish;
use crate::request::Environment;

/// Writes the rule: the manifest is made of everything that was read, and by this program.
pub(super) fn write(path: &Utf8Path, built: &Built, env: &Environment) -> Result<(), BuildError> {
    let mut text = escaped(built.manifest_path.as_str());
    text.push(':');
    for file in built.inputs.files.iter().chain(&env.program).filter(|file| file.is_file()) {
        let _in_memory = write!(text, " \\\n  {}", escaped(file.as_str()));
    }
    text.push('\n');
    publish::prepare_shared(path.parent().unwrap_or(path))?;
    publish::text(path, text.as_bytes(), path.file_name().unwrap_or_default()).map(drop)
}

/// A path as rules have it: what would end or change a word has a backslash before it, and a dollar
/// another one.
fn escaped(path: &str) -> String {
    let mut out = String::new();
    for c in path.chars() {
        match c {
            ' ' | '#' => out.push('\\'),
            '$' => out.push('$'),
            _ => {}
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_would_end_a_word_is_escaped() {
        assert_eq!(escaped("/a b/c#d/$e/ä.rs"), "/a\\ b/c\\#d/$$e/ä.rs");
    }
}
