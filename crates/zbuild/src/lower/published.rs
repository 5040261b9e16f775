//! Which files each member left for the user in any build so far: what `zbuild clean` removes for one member.
//!
//! Lines are only ever appended, so that two builds at once lose none; one that was cut short says nothing. A line
//! too many does no harm: what is removed is decided by what was really built.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write;

use camino::{Utf8Path, Utf8PathBuf};

/// Members and the files that they left, relative to the root where they lie below it.
#[derive(Debug, Default)]
pub(crate) struct Published {
    pairs: BTreeSet<(String, Utf8PathBuf)>,
    unsaved: String,
}

impl Published {
    /// What a file says.
    pub(crate) fn load(path: &Utf8Path) -> Self {
        let text = fs::read_to_string(path).unwrap_or_default();
        let pair = |line: &str| serde_json::from_str::<(String, String)>(line).ok();
        let pairs = text.lines().filter_map(pair).map(|(member, file)| (member, file.into())).collect();
        Self { pairs, unsaved: String::new() }
    }

    pub(crate) fn add(&mut self, member: &str, file: &Utf8Path) {
        if self.pairs.insert((member.to_owned(), file.to_owned())) {
            self.unsaved.push_str(&serde_json::json!([member, file.as_str()]).to_string());
            self.unsaved.push('\n');
        }
    }

    /// Appends what is new.
    pub(crate) fn save(&self, path: &Utf8Path) -> std::io::Result<()> {
        if self.unsaved.is_empty() {
            return Ok(());
        }
        fs::create_dir_all(path.parent().unwrap_or(path))?;
        // A line that was cut short ends before the new ones.
        let text = format!("\n{}", self.unsaved);
        OpenOptions::new().append(true).create(true).open(path)?.write_all(text.as_bytes())
    }

    /// What this member left and no other one.
    pub(crate) fn only_of(&self, member: &str) -> BTreeSet<&Utf8Path> {
        let of = |own: bool| {
            let pairs = self.pairs.iter().filter(move |(name, _)| (name == member) == own);
            pairs.map(|(_, file)| file.as_path())
        };
        let others: BTreeSet<&Utf8Path> = of(false).collect();
        of(true).filter(|file| !others.contains(file)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_members_left_is_of_neither_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap().join("state/published");
        let save = |pairs: &[(&str, &str)]| {
            let mut published = Published::load(&path);
            for (member, file) in pairs {
                published.add(member, Utf8Path::new(file));
            }
            published.save(&path).unwrap();
            fs::read_to_string(&path).unwrap()
        };
        save(&[("a", "bin/a \"1\"\n"), ("a", "lib/both")]);
        fs::write(&path, fs::read_to_string(&path).unwrap() + "[\"a\",\"cut").unwrap();
        let text = save(&[("b", "lib/both"), ("a", "bin/a \"1\"\n")]);
        assert_eq!(save(&[("b", "lib/both")]), text, "nothing new, nothing written");
        let published = Published::load(&path);
        let only_of =
            |member| published.only_of(member).into_iter().map(Utf8Path::as_str).collect::<Vec<_>>();
        assert_eq!(only_of("a"), ["bin/a \"1\"\n"]);
        assert_eq!(only_of("b"), [""; 0]);
    }
}
