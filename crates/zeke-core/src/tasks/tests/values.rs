//! Which texts and numbers a function may be given.

use super::super::contract::words::has_word;

/// Parameters whose values reach out of the process: nothing is made up for them.
const OUTSIDE: &str = "path file filename dir directory folder url uri host hostname address addr port socket fd command \
    cmd shell device query sql";

/// Functions that are not called without being asked: they end, wait, or reach out.
const EFFECTS: &str = "exit abort panic kill sleep wait join block listen serve connect download upload remove unlink \
    format shutdown reboot exec system fork trap crash run main loop forever";

/// Functions whose result differs from call to call by design.
const CHANGING: &str = "now time clock random rand uuid timestamp elapsed tick ticks id next seed entropy";

/// Why a parameter gets no value, if so.
pub(super) fn outside(name: &str) -> bool {
    has_word(name, OUTSIDE)
}

/// Whether calling a function for a test could do harm or take for ever.
pub(super) fn has_effects(symbol: &str) -> bool {
    has_word(symbol, EFFECTS)
}

/// Whether results of a function are expected to differ.
pub(super) fn changes(symbol: &str) -> bool {
    has_word(symbol, CHANGING)
}

/// Most texts that are tried to make a handle.
const TEXTS_MAX: usize = 10;

/// Texts to make a handle of, the most likely first: what documentation and callers show.
pub(super) fn texts<'a>(docs: &[String], users: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut add = |text: &str| {
        let plain = text.chars().all(|c| !c.is_control()) && text.len() <= 200;
        if plain && !text.contains('/') && !out.iter().any(|known| known == text) && out.len() < TEXTS_MAX {
            out.push(text.to_owned());
        }
    };
    let docs = docs.join(" ");
    docs.split('`').skip(1).step_by(2).filter(|code| code.starts_with(['{', '[', '"'])).for_each(&mut add);
    for text in users {
        literals(text).filter(|literal| literal.contains(['{', '=', ':'])).for_each(|literal| add(&literal));
    }
    ["{}", "", "a", "1"].into_iter().for_each(add);
    out
}

/// Text literals of either language, in lines that hold one only.
fn literals(text: &str) -> impl Iterator<Item = String> + '_ {
    text.lines().filter_map(|line| {
        let line = line.trim();
        if let Some(raw) = line.strip_prefix("\\\\") {
            return Some(raw.to_owned());
        }
        let start = line.find('"')? + 1;
        let mut out = String::new();
        let mut letters = line[start..].chars();
        loop {
            match letters.next()? {
                '"' => break,
                '\\' => match letters.next()? {
                    c @ ('"' | '\\') => out.push(c),
                    _ => return None,
                },
                c => out.push(c),
            }
        }
        // A format is no value.
        (!out.contains("{s}") && !out.contains("{d}") && !out.contains("{any}") && !out.contains('%'))
            .then_some(out)
    })
}
