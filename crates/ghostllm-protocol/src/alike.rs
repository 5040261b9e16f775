//! Frames that say what the one before said, but for their text.
//!
//! Nine frames of ten in a stream are the same JSON with another word in it. Such a frame is not parsed: it is held
//! against the last one, and what differs is the word.
//!
//! Holds: a frame is only ever read this way right after one that gave a piece of text and nothing else, that had no
//! backslash anywhere and the text once only, and the codec says that such pieces change nothing in it. Then equal
//! bytes around the text mean the same again.

use memchr::memmem;

use crate::Event;
use crate::stream::{Frame, FrameDecoder};

/// What the last frame was, if the next may be like it.
#[derive(Debug, Default)]
pub(crate) struct Alike {
    is_set: bool,
    name: String,
    /// The frame's bytes in front of the text and behind it, quotation marks included.
    before: Vec<u8>,
    after: Vec<u8>,
    block: u32,
}

impl Alike {
    /// Reads a frame: by its likeness to the last one, or by the codec.
    pub(crate) fn read(
        &mut self,
        codec: &mut dyn FrameDecoder,
        frame: Frame<'_>,
        events: &mut Vec<Event>,
    ) -> Result<(), crate::DecodeError> {
        if let Some(text) = self.text(frame) {
            events.push(Event::Delta { block: self.block, text: text.to_owned() });
            return Ok(());
        }
        self.is_set = false;
        let from = events.len();
        codec.frame(frame, events)?;
        if let [Event::Delta { block, text }] = &events[from..]
            && codec.is_plain(*block)
        {
            self.learn(frame, *block, text);
        }
        Ok(())
    }

    /// The text of a frame that is like the last one.
    fn text<'f>(&self, frame: Frame<'f>) -> Option<&'f str> {
        if !self.is_set || frame.name != self.name {
            return None;
        }
        let text = frame.data.strip_prefix(&*self.before)?.strip_suffix(&*self.after)?;
        let is_bare = !text.iter().any(|byte| *byte < b' ' || matches!(byte, b'"' | b'\\'));
        std::str::from_utf8(text).ok().filter(|text| is_bare && !text.is_empty())
    }

    fn learn(&mut self, Frame { name, data }: Frame<'_>, block: u32, text: &str) {
        if text.is_empty() || memchr::memchr(b'\\', data).is_some() {
            return;
        }
        let quoted = [b"\"", text.as_bytes(), b"\""].concat();
        let finder = memmem::Finder::new(&quoted);
        let Some(at) = finder.find(data) else { return };
        // The last mark of one string may be the first of the next.
        if finder.find(&data[at + 1..]).is_some() {
            return;
        }
        name.clone_into(&mut self.name);
        self.before.clear();
        self.before.extend_from_slice(&data[..=at]);
        self.after.clear();
        self.after.extend_from_slice(&data[at + quoted.len() - 1..]);
        self.block = block;
        self.is_set = true;
    }
}

#[cfg(test)]
mod tests {
    use super::Alike;
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
    }

    /// The texts of frames, and how many the codec had to read.
    fn check(frames: &[&str], read: usize, texts: &[&str]) {
        let (mut alike, mut codec, mut events) = (Alike::default(), Codec::default(), Vec::new());
        for frame in frames {
            alike.read(&mut codec, Frame { name: "", data: frame.as_bytes() }, &mut events).unwrap();
        }
        let said: Vec<&str> = events
            .iter()
            .filter_map(
                |event| if let Event::Delta { text, .. } = event { Some(text.as_str()) } else { None },
            )
            .collect();
        assert_eq!((said.as_slice(), codec.0), (texts, read), "{frames:?}");
    }

    #[test]
    fn frames_that_differ_in_their_text_alone_are_not_parsed() {
        check(
            &[
                r#"{"i":1,"t":"a","x":null}"#,
                r#"{"i":1,"t":"Grüße ","x":null}"#,
                r#"{"i":1,"t":"c","x":null}"#,
            ],
            1,
            &["a", "Grüße ", "c"],
        );
    }

    #[test]
    fn whatever_else_differs_is_parsed() {
        // Another member, an escape, a text that says itself twice, an end in between, no text.
        check(&[r#"{"t":"a","x":1}"#, r#"{"t":"b","x":2}"#], 2, &["a", "b"]);
        check(&[r#"{"t":"a"}"#, r#"{"t":"\n"}"#, r#"{"t":"c"}"#], 3, &["a", "\n", "c"]);
        check(&[r#"{"t":"a"}"#, r#"{"t":"b","t":"c"}"#], 2, &["a", "c"]);
        check(&[r#"{"x":"a","t":"a"}"#, r#"{"x":"a","t":"b"}"#], 2, &["a", "b"]);
        check(&[r#"{"t":"t"}"#, r#"{"t":"u"}"#], 2, &["t", "u"]);
        check(&[r#"{"t":"a"}"#, r#"{"end":true}"#, r#"{"t":"b"}"#], 3, &["a", "b"]);
        check(&[r#"{"t":"a"}"#, r#"{"t":""}"#, r#"{"t":"b"}"#], 3, &["a", "", "b"]);
        // A key that is spelled with an escape, so that the only `"id"` is a key.
        check(&[r#"{"id":1,"t":"\u0069d"}"#, r#"{"xx":1,"t":"\u0069d"}"#], 2, &["id", "id"]);
    }
}
