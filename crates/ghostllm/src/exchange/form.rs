//! The `model` field of a multipart form: found, and replaced, without touching the files beside it.

use std::ops::Range;

use memchr::memmem;

/// Where the value of the form's field `model` is; an empty range if there are several. `content_type` says the
/// boundary.
pub(super) fn model(content_type: &str, body: &[u8]) -> Option<Range<usize>> {
    let boundary = content_type.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    let boundary = boundary.trim_matches('"');
    if boundary.is_empty() {
        return None;
    }
    let marker = [b"--", boundary.as_bytes()].concat();
    let mut found = None;
    let mut at = memmem::find(body, &marker)? + marker.len();
    while let Some(length) = memmem::find(&body[at..], &marker) {
        let part = at..at + length;
        at = part.end + marker.len();
        let Some(head_end) = memmem::find(&body[part.clone()], b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&body[part.start..part.start + head_end]).to_lowercase();
        if !names_model(&head) {
            continue;
        }
        // Two of them could be read as one or the other: neither counts.
        if found.is_some() {
            return Some(0..0);
        }
        found = Some(part.start + head_end + 4..part.end.checked_sub(2)?);
    }
    found.filter(|range| range.start <= range.end)
}

fn names_model(head: &str) -> bool {
    let disposition = head.lines().find_map(|line| line.strip_prefix("content-disposition:"));
    disposition.is_some_and(|value| {
        value.split(';').any(|part| matches!(part.trim(), "name=\"model\"" | "name=model"))
    })
}

#[cfg(test)]
mod tests {
    use super::model;

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
        let range = model(TYPE, &body).unwrap();
        assert_eq!(&body[range], b"whisper-1");
        assert_eq!(model("multipart/form-data; boundary=other", &body), None);
        assert_eq!(model("multipart/form-data", &body), None);
        assert_eq!(
            model(TYPE, &form(&[("model", "a"), ("model", "b")])),
            Some(0..0),
            "which one counts is unknown"
        );
        assert_eq!(model(TYPE, &form(&[("file", "x")])), None);
    }
}
