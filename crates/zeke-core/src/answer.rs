//! What a model's answer holds: files, edits, and words around them. What is not whole is refused
//! with a reason that the model can read.

use crate::edit::{Edit, parse_diff};

/// The pieces of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pieces {
    /// Blocks of code, in their order.
    pub blocks: Vec<Block>,
    /// Edits, in their order.
    pub edits: Vec<Edit>,
    /// Everything else.
    pub words: String,
}

/// A block of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The language that it names, in lower case; empty for none.
    pub language: String,
    /// The file that it names.
    pub path: Option<String>,
    /// The code.
    pub text: String,
}

/// How edits are written; for prompts.
pub const EDIT_FORM: &str = concat!(
    "Answer with edits only, each as\nFILE path\n<<<<",
    "<<< SEARCH\nwhole lines exactly as \
    they are, enough to be unique\n=======\nthe lines in their place\n>>>>>>> REPLACE"
);

/// How files are written; for prompts.
pub const FILE_FORM: &str = "Answer with the whole of each file only, as a block ```language path";

impl Pieces {
    /// Takes an answer apart.
    pub fn of(answer: &str) -> Result<Self, String> {
        let mut pieces = Self::default();
        let lines: Vec<&str> = answer.lines().collect();
        let mut at = 0;
        let mut file: Option<String> = None;
        while let Some(line) = lines.get(at) {
            if let Some(path) = line.strip_prefix("FILE ").map(named) {
                file = Some(path);
                at += 1;
            } else if is_mark(line, '<') {
                at = pieces.search(&lines, at, file.as_deref())?;
            } else if let Some(fence) = fence_of(line) {
                at = pieces.block(&lines, at, &fence)?;
            } else {
                pieces.words.push_str(line);
                pieces.words.push('\n');
                at += 1;
            }
        }
        Ok(pieces)
    }

    /// The code of the first block of a language, or of the only block.
    #[must_use]
    pub fn code(&self, language: &str) -> Option<&str> {
        let named = self.blocks.iter().find(|block| is_language(&block.language, language));
        let only = || match self.blocks.as_slice() {
            [only] if only.language.is_empty() => Some(only),
            _ => None,
        };
        named.or_else(only).map(|block| block.text.as_str())
    }

    /// What is to be written: blocks, and what edits put into files.
    pub(crate) fn written(&self) -> impl Iterator<Item = &str> {
        self.blocks.iter().map(|block| block.text.as_str()).chain(self.edits.iter().map(Edit::written))
    }

    fn search(&mut self, lines: &[&str], from: usize, file: Option<&str>) -> Result<usize, String> {
        let path = file.ok_or("an edit stands before any line `FILE path`")?.to_owned();
        let find = |mark: char, from: usize| {
            (from..lines.len()).find(|at| is_mark(lines.get(*at).unwrap_or(&""), mark))
        };
        let middle = find('=', from + 1).ok_or("an edit has no line `=======`")?;
        let end =
            find('>', middle + 1).ok_or("an edit has no line `>>>>>>> REPLACE`: the answer is cut off")?;
        let text = |from: usize, to: usize| joined(lines.get(from..to).unwrap_or_default());
        let (find, replace) = (text(from + 1, middle), text(middle + 1, end));
        self.edits.push(if find.trim().is_empty() {
            Edit::Create { path, text: replace }
        } else {
            Edit::Replace { path, find, line: None, replace, ends: None }
        });
        Ok(end + 1)
    }

    fn block(&mut self, lines: &[&str], from: usize, fence: &Fence) -> Result<usize, String> {
        let closes = |line: &str| {
            let line = line.trim();
            line.len() >= fence.marks && line.chars().all(|c| c == fence.mark)
        };
        let end = (from + 1..lines.len())
            .find(|at| closes(lines.get(*at).unwrap_or(&"")))
            .ok_or("a block of code is not closed: the answer is cut off")?;
        let text = joined(lines.get(from + 1..end).unwrap_or_default());
        let has_edits =
            text.lines().any(|line| is_mark(line, '<')) && text.lines().any(|line| is_mark(line, '>'));
        if has_edits {
            let inner = Self::of(&text)?;
            self.edits.extend(inner.edits);
        } else if matches!(fence.language.as_str(), "diff" | "patch") {
            self.edits.extend(parse_diff(&text).map_err(|error| error.to_string())?);
        } else {
            let (language, path) = (fence.language.clone(), fence.path.clone());
            self.blocks.push(Block { language, path, text });
        }
        Ok(end + 1)
    }
}

struct Fence {
    mark: char,
    marks: usize,
    language: String,
    path: Option<String>,
}

/// The head of a block, with the spellings that models have for a language and a path.
fn fence_of(line: &str) -> Option<Fence> {
    let line = line.trim();
    let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let marks = line.chars().take_while(|c| *c == mark).count();
    let info = line.get(marks..)?.trim();
    if marks < 3 || info.contains('`') {
        return None;
    }
    let mut words = info.split([' ', ':', ',']).filter(|word| !word.is_empty());
    let language = words.next().unwrap_or_default().trim_matches(['{', '}', '.']).to_ascii_lowercase();
    let path = words.map(named).find(|word| word.contains('.'));
    Some(Fence { mark, marks, language, path })
}

/// A path without the signs around it.
fn named(word: &str) -> String {
    let word = word.trim().trim_matches(['`', '*', '"', '\'', '{', '}']);
    ["path=", "file=", "title=", "filename="]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))
        .unwrap_or(word)
        .trim_matches(['"', '\''])
        .to_owned()
}

/// `<<<<<<<`, `=======` or `>>>>>>>`, as in conflicts.
fn is_mark(line: &str, mark: char) -> bool {
    let count = line.chars().take_while(|c| *c == mark).count();
    let rest = line.get(count..).unwrap_or_default();
    count == 7 && (rest.is_empty() || rest.starts_with(' ')) && (mark != '=' || rest.trim().is_empty())
}

fn is_language(named: &str, language: &str) -> bool {
    named == language || language == "rust" && named == "rs"
}

fn joined(lines: &[&str]) -> String {
    lines.iter().flat_map(|line| [*line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_edits_are_found_however_they_are_spelt() {
        let check = |answer: &str, blocks: &[(&str, Option<&str>, &str)], edits: usize| {
            let pieces = Pieces::of(answer).unwrap();
            let is: Vec<_> = pieces
                .blocks
                .iter()
                .map(|block| (block.language.as_str(), block.path.as_deref(), block.text.as_str()))
                .collect();
            assert_eq!(is, blocks, "{answer}");
            assert_eq!(pieces.edits.len(), edits, "{answer}");
        };
        check("Here:\n```zig src/a.zig\nx\n```\nbye", &[("zig", Some("src/a.zig"), "x\n")], 0);
        check("```zig:src/a.zig\nx\n```", &[("zig", Some("src/a.zig"), "x\n")], 0);
        check("```rust path=\"a.rs\"\nx\n```", &[("rust", Some("a.rs"), "x\n")], 0);
        check("```\nx\n```", &[("", None, "x\n")], 0);
        check("~~~~md\n```zig\nx\n```\n~~~~", &[("md", None, "```zig\nx\n```\n")], 0);
        let edit = "FILE src/a.rs\n<<<<<<<\nold\n=======\nnew\n>>>>>>> REPLACE\n";
        check(edit, &[], 1);
        check(&format!("```\n{edit}```"), &[], 1);
        check(&format!("FILE `b.rs`\n<<<<<<<\no\n=======\nn\n>>>>>>>\n{edit}"), &[], 2);
        check("```diff\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n```", &[], 1);
        check("no code", &[], 0);
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let check = |answer: &str, words: &str| {
            let error = Pieces::of(answer).unwrap_err();
            assert!(error.contains(words), "{error}");
        };
        check("```zig\nfn main", "cut off");
        check("FILE a\n<<<<<<<\nx\n=======\ny", "cut off");
        check("FILE a\n<<<<<<<\nx\n", "no line `=======`");
        check("<<<<<<<\nx\n=======\ny\n>>>>>>> REPLACE", "before any line `FILE");
        check("```diff\nnonsense\n```", "no hunk");
    }
}
