//! Links between documents lead somewhere, and every page of the book is in its table of contents once: mdBook refuses
//! a page that stands there twice.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

pub(super) fn check(root: &Utf8Path, files: &[Utf8PathBuf]) -> Vec<String> {
    let mut wrong = Vec::new();
    let pages = files.iter().filter(|file| file.extension() == Some("md"));
    for page in pages {
        let Ok(text) = fs::read_to_string(root.join(page)) else { continue };
        let folder = page.parent().unwrap_or(Utf8Path::new(""));
        for (line, target) in targets(&text) {
            if !root.join(folder).join(target).exists() {
                wrong.push(format!("{page}:{line}: the link to `{target}` leads nowhere"));
            }
        }
    }
    if let Ok(summary) = fs::read_to_string(root.join("docs/SUMMARY.md")) {
        let pages = files.iter().filter_map(|file| file.strip_prefix("docs").ok());
        let pages = pages.filter(|page| page.extension() == Some("md") && page.as_str() != "SUMMARY.md");
        wrong.extend(pages.filter_map(|page| misplaced(&summary, page.as_str())));
    }
    wrong
}

/// Relative targets of `[text](target)`, less their `#fragment`, outside code blocks.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for part in line.split("](").skip(1) {
            let target = part.split(')').next().unwrap_or_default();
            let path = target.split('#').next().unwrap_or_default();
            if !(path.is_empty() || path.contains("://") || path.starts_with("mailto:")) {
                found.push((index + 1, path));
            }
        }
    }
    found
}

fn misplaced(summary: &str, page: &str) -> Option<String> {
    let times = targets(summary).into_iter().filter(|(_, target)| *target == page).count();
    (times != 1).then(|| format!("docs/SUMMARY.md: lists `{page}` {times} times, and not once"))
}

#[cfg(test)]
mod tests {
    use super::{misplaced, targets};

    #[test]
    fn only_relative_targets_outside_code_are_held_against_the_disk() {
        let text = "[a](b.md#x) [c](https://d.example)\n```\n[no](no.md)\n```\n[e](#f) [g](../h)\n";
        assert_eq!(targets(text), [(1, "b.md"), (5, "../h")]);
    }

    #[test]
    fn a_page_stands_in_the_contents_once() {
        let summary = "- [a](a.md)\n  - [b](b.md)\n- [a again](a.md)\n";
        let times = |page| misplaced(summary, page);
        assert_eq!(times("b.md"), None);
        assert_eq!(times("a.md").unwrap(), "docs/SUMMARY.md: lists `a.md` 2 times, and not once");
        assert_eq!(times("c.md").unwrap(), "docs/SUMMARY.md: lists `c.md` 0 times, and not once");
    }
}
