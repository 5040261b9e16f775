//! Frames that say what the one before said, but for their text.
//!
//! Nine frames of ten in a stream are the same bytes with another word in them. Such a frame is not parsed: it is held
//! against the last one, and what differs is the word.
//!
//! Holds: a frame is only ever read this way after one that gave a piece of text and nothing else, that had no
//! backslash anywhere and the text once only, and the codec says that such pieces change nothing in it; since then
//! nothing came but more pieces of the same block. Then equal bytes around the text mean the same again.

use bytes::Bytes;
use memchr::{memchr, memchr2, memmem};
use std::borrow::Cow;
use std::ops::Range;

use crate::frame::sse::SseFrame;
use crate::stream::FrameDecoder;
use crate::{Event, scan};

/// What the last frame was, if the next may be like it.
#[derive(Debug, Default)]
pub(crate) struct Alike {
    /// What is the same in every frame, and what comes after it. Empty: nothing was learned.
    parts: Vec<(Vec<u8>, Gap)>,
    block: u32,
}

/// What differs between frames that are alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    /// The text: what is in a JSON string.
    Text,
    /// A string that means nothing, its quotation marks not included.
    Padding,
    /// A whole number that means nothing.
    Number,
    /// The frame's end.
    End,
}

/// What a frame that is like the last one says.
pub(crate) struct Piece<'f> {
    pub(crate) block: u32,
    pub(crate) text: Cow<'f, str>,
    /// How long the frame is, blank line included.
    pub(crate) length: usize,
}

impl Alike {
    /// What `bytes` begin with, if that is a frame like the last one.
    pub(crate) fn read<'f>(&self, bytes: &'f [u8]) -> Option<Piece<'f>> {
        let (mut at, mut found) = (0, 0..0);
        for (same, gap) in &self.parts {
            if !bytes.get(at..)?.starts_with(same) {
                return None;
            }
            at += same.len();
            let from = at;
            match gap {
                Gap::Text => {
                    at = string_end(bytes, at)?;
                    found = from..at;
                }
                Gap::Padding => {
                    at = string_end(bytes, at)?;
                    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && *byte != b'\\';
                    if !bytes[from..at].iter().all(is_plain) {
                        return None;
                    }
                }
                Gap::Number => {
                    at += bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                    if at == from || bytes[from] == b'0' && at > from + 1 {
                        return None;
                    }
                }
                Gap::End => {
                    let text = unescaped(bytes, found)?;
                    return Some(Piece { block: self.block, text, length: at })
                        .filter(|p| !p.text.is_empty());
                }
            }
        }
        None
    }

    /// A frame was read by the codec, and gave these events.
    pub(crate) fn learn(&mut self, codec: &dyn FrameDecoder, frame: &SseFrame, events: &[Event]) {
        let plain = match events {
            [Event::Delta { block, text }] if codec.is_plain(*block) => Some((*block, text)),
            _ => None,
        };
        let parts =
            plain.and_then(|(_, text)| parts(&frame.raw, frame.data.as_ref()?, text, codec.padding()));
        match (plain, parts) {
            (Some((block, _)), Some(parts)) => *self = Self { parts, block },
            // A text that is spelled with escapes: the next may again be like the one before.
            (Some((block, _)), None) if block == self.block => {}
            _ => self.parts.clear(),
        }
    }
}

/// The parts of a frame with this text in it.
fn parts(raw: &Bytes, data: &Bytes, text: &str, padding: &[&'static str]) -> Option<Vec<(Vec<u8>, Gap)>> {
    let is_usual = raw.ends_with(b"\n\n") && memchr2(b'\r', b'\\', raw).is_none() && !text.is_empty();
    let quoted = [b"\"", text.as_bytes(), b"\""].concat();
    let finder = memmem::Finder::new(&quoted);
    let at = finder.find(raw).filter(|_| is_usual)?;
    // The last mark of one string may be the first of the next.
    if finder.find(&raw[at + 1..]).is_some() {
        return None;
    }
    let start = (data.as_ptr() as usize).checked_sub(raw.as_ptr() as usize)?;
    // Data of several lines was joined elsewhere.
    if raw.get(start..start + data.len())? != data {
        return None;
    }
    let mut gaps = vec![(at + 1..at + 1 + text.len(), Gap::Text)];
    for key in padding.iter().filter(|key| memmem::find(data, key.as_bytes()).is_some()) {
        let Some(range) = scan::find(data, [key]).ok().and_then(|found| found.range(0)) else { continue };
        let value = &data[range.clone()];
        if value.len() >= 2 && value[0] == b'"' {
            gaps.push((start + range.start + 1..start + range.end - 1, Gap::Padding));
        } else if value.iter().all(u8::is_ascii_digit) {
            gaps.push((start + range.start..start + range.end, Gap::Number));
        }
    }
    gaps.sort_by_key(|(range, _)| range.start);
    let mut parts = Vec::with_capacity(gaps.len() + 1);
    let mut from = 0;
    for (range, gap) in gaps {
        // The text is what means nothing: then nothing is known.
        parts.push((raw.get(from..range.start)?.to_vec(), gap));
        from = range.end;
    }
    parts.push((raw.get(from..)?.to_vec(), Gap::End));
    Some(parts)
}

/// Where the string that begins at `at` has its closing mark.
fn string_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[at] == b'"' {
            return Some(at);
        }
        at += 2;
    }
}

fn unescaped(bytes: &[u8], range: Range<usize>) -> Option<Cow<'_, str>> {
    let text = &bytes[range.clone()];
    if memchr(b'\\', text).is_some() {
        return serde_json::from_slice(&bytes[range.start - 1..=range.end]).ok().map(Cow::Owned);
    }
    let is_bare = !text.iter().any(|byte| *byte < b' ');
    std::str::from_utf8(text).ok().filter(|_| is_bare).map(Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::Alike;
    use crate::frame::sse::SseParser;
    use crate::stream::{Frame, FrameDecoder};
    use crate::{DecodeError, Event};

    /// Gives the value of `t`, and counts how often it is asked.
    #[derive(Default)]
    struct Codec(usize);

    impl FrameDecoder for Codec {
        fn frame(&mut self, frame: Frame<'_>, events: &mut Vec<Event>) -> Result<(), DecodeError> {
            self.0 += 1;
            let value: serde_json::Value = serde_json::from_slice(frame.data)?;
            if let Some(text) = value["t"].as_str() {
                events.push(Event::Delta { block: 7, text: text.to_owned() });
            }
            if value["end"] == true {
                events.push(Event::End);
            }
            Ok(())
        }

        fn is_plain(&self, block: u32) -> bool {
            block == 7
        }

        fn padding(&self) -> &'static [&'static str] {
            &["pad", "number"]
        }
    }

    /// The texts of frames, and how many the codec had to read.
    fn check(frames: &[&str], read: usize, texts: &[&str]) {
        let (mut alike, mut codec, mut said) = (Alike::default(), Codec::default(), Vec::new());
        for frame in frames {
            let raw = format!("event: e\ndata: {frame}\n\n");
            if let Some(piece) = alike.read(raw.as_bytes()) {
                assert_eq!((piece.block, piece.length), (7, raw.len()));
                said.push(piece.text.into_owned());
                continue;
            }
            let mut parser = SseParser::new();
            parser.push(raw.into());
            let frame = parser.next_frame().unwrap().unwrap();
            let mut events = Vec::new();
            codec.frame(Frame { name: "", data: frame.data.as_ref().unwrap() }, &mut events).unwrap();
            alike.learn(&codec, &frame, &events);
            said.extend(events.iter().filter_map(|event| match event {
                Event::Delta { text, .. } => Some(text.clone()),
                _ => None,
            }));
        }
        assert_eq!(
            (said, codec.0),
            (texts.iter().map(|text| (*text).to_owned()).collect(), read),
            "{frames:?}"
        );
    }

    #[test]
    fn frames_that_differ_in_their_text_alone_are_not_parsed() {
        check(
            &[
                r#"{"i":1,"t":"a","x":null}"#,
                r#"{"i":1,"t":"Grüße ","x":null}"#,
                r#"{"i":1,"t":"\n\"c\" \u00fc","x":null}"#,
            ],
            1,
            &["a", "Grüße ", "\n\"c\" ü"],
        );
        // What was read with escapes changes nothing for those after it.
        check(
            &[r#"{"t":"a"}"#, r#"{"x":1,"t":"\n"}"#, r#"{"t":"c"}"#, r#"{"t":"\\"}"#],
            2,
            &["a", "\n", "c", "\\"],
        );
    }

    #[test]
    fn what_means_nothing_may_differ() {
        check(
            &[
                r#"{"number":1,"t":"a","pad":"xyz"}"#,
                r#"{"number":22,"t":"b","pad":""}"#,
                r#"{"number":0,"t":"c","pad":"Q4"}"#,
            ],
            1,
            &["a", "b", "c"],
        );
        // Only at the top, only of its kind, and only as JSON has it.
        check(&[r#"{"t":"a","x":{"pad":"1"}}"#, r#"{"t":"b","x":{"pad":"2"}}"#], 2, &["a", "b"]);
        check(&[r#"{"t":"a","pad":"1"}"#, r#"{"t":"b","pad":2}"#], 2, &["a", "b"]);
        check(&[r#"{"t":"a","pad":"1"}"#, r#"{"t":"b","pad":"\u0031"}"#], 2, &["a", "b"]);
        check(&[r#"{"t":"pad","pad":"1"}"#, r#"{"t":"b","pad":"1"}"#], 2, &["pad", "b"]);
        let (mut alike, codec) = (Alike::default(), Codec::default());
        let mut parser = SseParser::new();
        parser.push("data: {\"number\":1,\"t\":\"a\"}\n\n".into());
        let frame = parser.next_frame().unwrap().unwrap();
        alike.learn(&codec, &frame, &[Event::Delta { block: 7, text: "a".to_owned() }]);
        for broken in
            ["{\"number\":01,\"t\":\"a\"}", "{\"number\":,\"t\":\"a\"}", "{\"number\":1,\"t\":\"\\x\"}"]
        {
            assert!(alike.read(format!("data: {broken}\n\n").as_bytes()).is_none(), "{broken}");
        }
        let whole = b"data: {\"number\":15,\"t\":\"b\"}\n\n";
        assert!((0..whole.len()).all(|cut| alike.read(&whole[..cut]).is_none()));
        assert!(alike.read(whole).is_some());
    }

    /// A line's end in a string is no JSON, and would hide where the frame ends.
    #[test]
    fn padding_is_held_to_what_json_has() {
        let (mut alike, codec, mut parser) = (Alike::default(), Codec::default(), SseParser::new());
        parser.push("data: {\"pad\":\"x\",\"t\":\"a\"}\n\n".into());
        let frame = parser.next_frame().unwrap().unwrap();
        alike.learn(&codec, &frame, &[Event::Delta { block: 7, text: "a".to_owned() }]);
        let read = |pad: &str| {
            alike.read(format!("data: {{\"pad\":\"{pad}\",\"t\":\"b\"}}\n\n").as_bytes()).is_some()
        };
        assert!(read("") && read("yz ~!"));
        for bad in ["\n", "\n\n", "\r", "\t", "\0", "\u{7f}", "ü", "\\n"] {
            assert!(!read(bad), "{bad:?}");
        }
    }

    #[test]
    fn whatever_else_differs_is_parsed() {
        // Another member, a text that says itself twice, an end in between, no text.
        check(&[r#"{"t":"a","x":1}"#, r#"{"t":"b","x":2}"#], 2, &["a", "b"]);
        check(&[r#"{"t":"a"}"#, r#"{"t":"b","t":"c"}"#], 2, &["a", "c"]);
        check(&[r#"{"x":"a","t":"a"}"#, r#"{"x":"a","t":"b"}"#], 2, &["a", "b"]);
        check(&[r#"{"t":"t"}"#, r#"{"t":"u"}"#], 2, &["t", "u"]);
        check(&[r#"{"t":"a"}"#, r#"{"end":true}"#, r#"{"t":"b"}"#], 3, &["a", "b"]);
        check(&[r#"{"t":"a"}"#, r#"{"t":""}"#, r#"{"t":"b"}"#], 2, &["a", "", "b"]);
        // A key that is spelled with an escape, so that the only `"id"` is a key.
        check(&[r#"{"id":1,"t":"\u0069d"}"#, r#"{"xx":1,"t":"\u0069d"}"#], 2, &["id", "id"]);
    }
}
