//! Whether a file that is read again was cut short: by an editor that truncates before it writes, by a full disk.
//! What is left of it may well be valid, with a key less, or with the first digit of a limit. A list that somebody
//! emptied is none of this: a key that is gone from a whole file is gone.

use super::Config;

/// Why the file's new `text`, which says `new`, is taken for a part of one; `None` where it may be whole.
/// `was_ended`: the text before had an end to its last line.
pub(crate) fn torn(text: &str, new: &Config, old: &Config, was_ended: bool) -> Option<&'static str> {
    if new.providers.is_empty() && !old.providers.is_empty() {
        return Some("it has no provider any more; to serve nothing, stop ghostllm");
    }
    if text.trim().is_empty() {
        return Some("it is empty; to serve with defaults, leave a comment in it");
    }
    let is_open = was_ended && !text.ends_with('\n');
    is_open.then_some("its last line has no end any more: if it is whole, put a line break behind it")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{Config, read};
    use super::torn;

    fn config(text: &str) -> Option<Config> {
        read(text, "g.toml", &BTreeMap::new()).ok()
    }

    /// Of every part of a file that is valid, those are taken that end with a line.
    #[test]
    fn half_a_line_is_not_taken_for_a_whole_one() {
        let whole = "[providers.ollama]\n[[models]]\nname = \"m\"\nprovider = \"ollama\"\n[[keys]]\nname = \"k\"\n\
                     key = \"0123456789abcdef\"\nrpm = 60\n";
        let old = config(whole).unwrap();
        let mut valid = 0;
        for cut in 0..=whole.len() {
            let text = &whole[..cut];
            let Some(new) = config(text) else { continue };
            valid += usize::from(cut < whole.len());
            let is_taken = torn(text, &new, &old, true).is_none();
            assert_eq!(is_taken, !new.providers.is_empty() && text.ends_with('\n'), "{text}");
        }
        assert!(valid > 5, "`rpm = 6` among them");
        // A file that never had an end to its last line is not asked for one.
        let open = whole.trim_end();
        assert_eq!(torn(open, &old, &old, false), None);
    }

    #[test]
    fn what_is_emptied_is_meant_unless_nothing_is_left() {
        let old = config("[[keys]]\nname = \"k\"\nkey = \"0123456789abcdef\"\n").unwrap();
        let check = |text: &str, is_taken: bool| {
            assert_eq!(torn(text, &config(text).unwrap(), &old, true).is_none(), is_taken, "{text:?}");
        };
        check("# no keys here\n", true);
        check("[server]\n", true);
        check("", false);
        check("\n\n", false);
    }
}
