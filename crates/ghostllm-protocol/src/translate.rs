//! A stream of one dialect as a stream of another.

use bytes::Bytes;

use crate::{Event, StreamDecoder, StreamEncoder, StreamError};

/// Reads an upstream's stream and writes it for a client. What it does is what a [`StreamDecoder`] and a
/// [`StreamEncoder`] do one after the other, without an [`Event`] for each piece of text.
pub struct StreamTranslator {
    decoder: StreamDecoder,
    encoder: StreamEncoder,
    events: Vec<Event>,
}

/// What passed through.
#[derive(Clone, Copy, Debug)]
pub enum Said<'a> {
    /// A piece of text.
    Text(&'a str),
    /// Anything else.
    Event(&'a Event),
}

impl StreamTranslator {
    /// From the stream of one to that of the other.
    pub fn new(decoder: StreamDecoder, encoder: StreamEncoder) -> Self {
        Self { decoder, encoder, events: Vec::new() }
    }

    /// Takes more of the upstream's bytes, appends what the client gets to `out`, and tells `said` what it was. What
    /// came before an error is written.
    pub fn push(
        &mut self,
        chunk: Bytes,
        out: &mut Vec<u8>,
        mut said: impl FnMut(Said<'_>),
    ) -> Result<(), StreamError> {
        let Self { decoder, encoder, events } = self;
        decoder.feed(chunk);
        loop {
            while decoder.alike(|block, text| {
                said(Said::Text(text));
                if !encoder.repeat(block, text, out) {
                    let text = text.to_owned();
                    encoder.encode(&Event::Delta { block, text }, out);
                }
            }) {}
            let read = decoder.step(events);
            pass(events, encoder, out, &mut said);
            if !read? {
                return Ok(());
            }
        }
    }

    /// The upstream closed its stream. An error if the answer was not complete.
    pub fn finish(&mut self, out: &mut Vec<u8>, mut said: impl FnMut(Said<'_>)) -> Result<(), StreamError> {
        let finished = self.decoder.finish(&mut self.events);
        pass(&mut self.events, &mut self.encoder, out, &mut said);
        finished
    }

    /// What shows the client that the upstream is still at work: see [`StreamEncoder::sign_of_life`].
    pub fn sign_of_life(&self) -> Option<&'static str> {
        self.encoder.sign_of_life()
    }

    /// Writes what the upstream did not say.
    pub fn encode(&mut self, event: &Event, out: &mut Vec<u8>) {
        self.encoder.encode(event, out);
    }
}

fn pass(
    events: &mut Vec<Event>,
    encoder: &mut StreamEncoder,
    out: &mut Vec<u8>,
    said: &mut impl FnMut(Said<'_>),
) {
    for event in events.drain(..) {
        said(match &event {
            Event::Delta { text, .. } => Said::Text(text),
            event => Said::Event(event),
        });
        encoder.encode(&event, out);
    }
}
