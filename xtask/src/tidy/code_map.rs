//! `ARCHITECTURE.md` names only what exists.

use std::fs;

use camino::Utf8Path;

pub(super) fn check(root: &Utf8Path) -> Vec<String> {
    let Ok(map) = fs::read_to_string(root.join("ARCHITECTURE.md")) else {
        return vec!["ARCHITECTURE.md is missing".to_owned()];
    };
    let mut wrong: Vec<String> = paths(&map)
        .filter(|(_, path)| !root.join(path).exists())
        .map(|(line, path)| format!("ARCHITECTURE.md:{line}: `{path}` does not exist"))
        .collect();
    wrong.extend(unmapped_crates(root, &map));
    wrong
}

/// Words between backticks that look like a path: with a slash, and no space or placeholder.
fn paths(map: &str) -> impl Iterator<Item = (usize, &str)> {
    map.lines().enumerate().flat_map(|(index, line)| {
        line.split('`')
            .skip(1)
            .step_by(2)
            .filter(|word| word.contains('/') && !word.contains([' ', '<', '*', '(', ':', '{', '$']))
            .map(move |word| (index + 1, word))
    })
}

fn unmapped_crates(root: &Utf8Path, map: &str) -> Vec<String> {
    let Ok(entries) = root.join("crates").read_dir_utf8() else { return Vec::new() };
    entries
        .flatten()
        .filter(|entry| !map.contains(&format!("`{}`", entry.file_name())))
        .map(|entry| format!("ARCHITECTURE.md: says nothing of `crates/{}`", entry.file_name()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn only_words_that_look_like_paths_are_held_against_the_disk() {
        let map = "`crates/a` and `b`\n`cargo xtask tidy` `x/<name>` `docs/y.md`";
        assert_eq!(paths(map).collect::<Vec<_>>(), [(1, "crates/a"), (2, "docs/y.md")]);
    }
}
