//! The `model` field of a multipart form: found, and replaced, without touching the files beside it.

use std::ops::Range;

use bytes::Bytes;
use ghostllm_protocol::scan;
use memchr::memmem;

/// What a form says of its model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Model {
    /// Its name is there.
    At(Range<usize>),
    /// Nothing.
    Missing,
    /// Two of them could be read as one or the other: neither counts.
    Several,
}

/// The form with `name` as its model, unless it says several.
pub(super) fn with_model(content_type: &str, body: &Bytes, name: &str) -> Bytes {
    let field = |marker: &[u8]| {
        let head: &[u8] = b"\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n";
        [marker, head, name.as_bytes(), b"\r\n"].concat()
    };
    let spliced = match model(content_type, body) {
        Model::At(range) => Some((range, name.as_bytes().to_vec())),
        Model::Several => None,
        Model::Missing => marker(content_type)
            .and_then(|marker| Some((memmem::find(body, &marker)?, field(&marker))))
            .map(|(at, field)| (at..at, field)),
    };
    spliced.map_or_else(|| body.clone(), |(range, text)| scan::splice(body, range, &text).into())
}

/// What stands in front of each part.
fn marker(content_type: &str) -> Option<Vec<u8>> {
    let boundary = content_type.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    let boundary = boundary.trim_matches('"');
    (!boundary.is_empty()).then(|| [b"--", boundary.as_bytes()].concat())
}

/// Looks for the form's field `model`. `content_type` says the boundary.
pub(super) fn model(content_type: &str, body: &[u8]) -> Model {
    let Some(marker) = marker(content_type) else { return Model::Missing };
    let Some(first) = memmem::find(body, &marker) else { return Model::Missing };
    let (mut found, mut at) = (Model::Missing, first + marker.len());
    while let Some(length) = memmem::find(&body[at..], &marker) {
        let part = at..at + length;
        at = part.end + marker.len();
        let Some(head_end) = memmem::find(&body[part.clone()], b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&body[part.start..part.start + head_end]);
        match (names_model(&head), &found) {
            (Some(false), _) => continue,
            (Some(true), Model::Missing) => {}
            _ => return Model::Several,
        }
        // A line's end is the marker's, not the value's.
        let (start, end) = (part.start + head_end + 4, part.end - 2);
        found = Model::At(start..end.max(start));
    }
    found
}

/// Whether a part is the model's. `None`: two readers could take its name for different ones.
fn names_model(head: &str) -> Option<bool> {
    const FIELD: &str = "content-disposition:";
    let is_it = |line: &&str| line.get(..FIELD.len()).is_some_and(|name| name.eq_ignore_ascii_case(FIELD));
    let mut lines = head.lines().filter(is_it);
    let Some(line) = lines.next() else { return Some(false) };
    let mut names = parameters(&line[FIELD.len()..]).into_iter().filter_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        key.trim()
            .to_ascii_lowercase()
            .strip_prefix("name")
            .map(|rest| (rest.to_owned(), value.trim().to_owned()))
    });
    match (names.next(), names.next(), lines.next()) {
        (None, _, None) => Some(false),
        (Some((rest, value)), None, None) if rest.is_empty() && !value.contains('\\') => {
            Some(value.trim_matches('"') == "model")
        }
        _ => None,
    }
}

/// What stands between the semicolons, but those in quotation marks.
fn parameters(value: &str) -> Vec<&str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    let is_end = |letter: char| {
        let is_mark = letter == '"' && !is_escaped;
        is_escaped = letter == '\\' && is_quoted && !is_escaped;
        is_quoted ^= is_mark;
        letter == ';' && !is_quoted
    };
    value.split(is_end).collect()
}

#[cfg(test)]
mod tests {
    use super::{Model, model, with_model};

    const TYPE: &str = "multipart/form-data; boundary=\"xyz\"";

    fn form(parts: &[(&str, &str)]) -> Vec<u8> {
        let part = |(name, value): &(&str, &str)| {
            format!("--xyz\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let parts: Vec<String> = parts.iter().map(part).collect();
        (parts.concat() + "--xyz--\r\n").into_bytes()
    }

    #[test]
    fn the_model_is_found_among_files() {
        let body = form(&[("file", "name=\"model\"\r\n\r\nno"), ("model", "whisper-1"), ("prompt", "x")]);
        let Model::At(range) = model(TYPE, &body) else { panic!("it is there") };
        assert_eq!(&body[range], b"whisper-1");
        assert_eq!(model("multipart/form-data; boundary=other", &body), Model::Missing);
        assert_eq!(model("multipart/form-data", &body), Model::Missing);
        assert_eq!(model("multipart/form-data; boundary=\"\"", &body), Model::Missing);
        assert_eq!(model(TYPE, &form(&[("file", "x")])), Model::Missing);
        assert_eq!(model(TYPE, &form(&[("model", "a"), ("model", "b")])), Model::Several);
        assert_eq!(model(TYPE, &form(&[("model", "a"), ("model", "b"), ("model", "c")])), Model::Several);
    }

    /// What the path says is what the form says, wherever it said something else or nothing.
    #[test]
    fn the_path_s_model_is_the_form_s() {
        let check = |parts: &[(&str, &str)], expected: &[(&str, &str)]| {
            let with = with_model(TYPE, &form(parts).into(), "mini");
            assert_eq!(String::from_utf8_lossy(&with), String::from_utf8_lossy(&form(expected)), "{parts:?}");
        };
        check(&[("file", "x")], &[("model", "mini"), ("file", "x")]);
        check(&[("file", "x"), ("model", "big")], &[("file", "x"), ("model", "mini")]);
        let several = [("model", "a"), ("model", "b")];
        check(&several, &several);
        assert_eq!(&with_model("text/plain", &"x".into(), "mini")[..], b"x");
    }

    /// Where another reader may see another name, no model is taken.
    #[test]
    fn names_that_can_be_read_in_two_ways_are_refused() {
        let check = |disposition: &str, expected: Option<bool>| {
            let head = format!("\r\nContent-Disposition: form-data; {disposition}");
            assert_eq!(super::names_model(&head), expected, "{disposition}");
        };
        check("name=\"model\"", Some(true));
        check("NAME=model", Some(true));
        check("name=\"MODEL\"", Some(false));
        check("name=\"file\"; filename=\"a; name=model; \\\"b\"", Some(false));
        check("filename=\"a\"", Some(false));
        check("name=\"mod\\el\"", None);
        check("name=\"x\"; name=\"model\"", None);
        check("name=\"x\"; name*=utf-8''model", None);
        check("name=\"x\"\r\ncontent-disposition: form-data; name=\"model\"", None);
    }

    /// Nothing in a form makes a range that is none.
    #[test]
    fn forms_that_are_cut_or_empty_are_read_as_far_as_they_go() {
        let empty = form(&[("model", "")]);
        assert!(matches!(model(TYPE, &empty), Model::At(range) if range.is_empty()));
        let whole = form(&[("model", "whisper-1"), ("file", "x")]);
        for cut in 0..whole.len() {
            if let Model::At(range) = model(TYPE, &whole[..cut]) {
                assert_eq!(&whole[range], b"whisper-1", "cut at {cut}");
            }
        }
        let bare = b"--xyz\r\nContent-Disposition: form-data; name=model\r\n\r\n--xyz--\r\n";
        assert!(matches!(model(TYPE, bare), Model::At(range) if range.is_empty()));
    }
}
