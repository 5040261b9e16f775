//! Words that must not stand in tracked text: paths of one machine, unfinished marks, conflict marks.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

const CONFLICT: &str = "a conflict mark";

/// What must not stand, and why. Written in two halves, so that this file does not name them itself.
const FORBIDDEN: [(&str, &str, &str); 7] = [
    ("/wo", "rk/", "a path of one machine"),
    ("/ro", "ot/", "a path of one machine"),
    ("/tmp/ba", "sh_", "a path of one machine"),
    ("FIX", "ME", "an unfinished mark"),
    ("to", "do!(", "an unfinished mark"),
    ("unimple", "mented!(", "an unfinished mark"),
    ("<<<<", "<<< ", CONFLICT),
];

pub(super) fn check(root: &Utf8Path, files: &[Utf8PathBuf]) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in files.iter().filter(|file| file.file_name() != Some("Cargo.lock")) {
        // What is not UTF-8 is not text.
        let Ok(text) = fs::read_to_string(root.join(file)) else { continue };
        wrong.extend(forbidden(&text).map(|(line, reason)| format!("{file}:{line}: {reason}")));
    }
    wrong
}

fn forbidden(text: &str) -> impl Iterator<Item = (usize, &'static str)> + '_ {
    text.lines().enumerate().flat_map(|(index, line)| {
        FORBIDDEN
            .iter()
            .filter(move |(head, tail, reason)| {
                // Git's stand at the start of a line; the same words elsewhere are somebody's subject.
                let anywhere = *reason != CONFLICT || line.starts_with(head);
                anywhere && line.match_indices(head).any(|(at, _)| line[at + head.len()..].starts_with(tail))
            })
            .map(move |(_, _, reason)| (index + 1, *reason))
    })
}

#[cfg(test)]
mod tests {
    use super::forbidden;

    #[test]
    fn marks_are_found_with_their_line() {
        let text = format!("fine\nuse {}x\n// {} later\n", "/wo".to_owned() + "rk/", "FIX".to_owned() + "ME");
        assert_eq!(
            forbidden(&text).collect::<Vec<_>>(),
            [(2, "a path of one machine"), (3, "an unfinished mark")]
        );
    }
}
