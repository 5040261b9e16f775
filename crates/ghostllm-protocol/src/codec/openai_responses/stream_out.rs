//! Events to streams of Responses. Texts that follow each other are the contents of one message item.

use super::items_out::Items;
use super::{DIALECT, reply, status};
use crate::codec::blocks::Sequencer;
use crate::codec::openai_error;
use crate::stream::{EventEncoder, Frames};
use crate::write::{Writer, object};
use crate::{
    BlockKind, ChatResponse, Event, Exchange, Failure, Finish, Json, Losses, Part, Reasoning, Start, Text,
    ToolCall,
};

pub(super) struct Encoder {
    exchange: Exchange,
    /// The answer but for its items.
    response: ChatResponse,
    begun: bool,
    sequencer: Sequencer,
    sequence_number: u64,
    /// The items that are done, as JSON.
    items: Vec<String>,
    current: Current,
    finish: Option<Finish>,
}

enum Current {
    Nothing,
    /// A message item: its contents so far.
    Message(Vec<Part>),
    Reasoning(Reasoning),
    Call(ToolCall),
}

impl Encoder {
    pub(super) fn new(exchange: Exchange) -> Self {
        Self {
            exchange,
            response: ChatResponse::default(),
            begun: false,
            sequencer: Sequencer::default(),
            sequence_number: 0,
            items: Vec::new(),
            current: Current::Nothing,
            finish: None,
        }
    }

    fn frame(&mut self, name: &str, frames: &mut Frames<'_>, write: impl FnOnce(&Self, &mut Writer<'_>)) {
        let number = self.sequence_number;
        self.sequence_number += 1;
        frames.frame(name, |out| {
            object(out, |w| {
                w.put("type", name);
                w.put("sequence_number", &number);
                write(self, w);
            });
        });
    }

    /// An event about the current item, or about its content.
    fn about(
        &mut self,
        name: &str,
        content: Option<(&'static str, usize)>,
        frames: &mut Frames<'_>,
        write: impl FnOnce(&mut Writer<'_>),
    ) {
        let id = self.item_id();
        self.frame(name, frames, |this, w| {
            w.put("item_id", &id);
            w.put("output_index", &this.items.len());
            if let Some((key, index)) = content {
                w.put(key, &index);
            }
            write(w);
        });
    }

    fn item_id(&self) -> String {
        let (own, prefix) = match &self.current {
            Current::Reasoning(part) => (part.id.clone(), "rs_"),
            Current::Call(call) if self.response.origin == Some(DIALECT) => {
                (call.extras.get("id").and_then(|id| serde_json::from_str(id.as_str()).ok()), "fc_")
            }
            Current::Call(_) => (None, "fc_"),
            _ => (None, "msg_"),
        };
        reply::item_id(own.as_deref(), prefix, self.items.len(), &self.exchange)
    }

    fn begin(&mut self, frames: &mut Frames<'_>) {
        if std::mem::replace(&mut self.begun, true) {
            return;
        }
        for name in ["response.created", "response.in_progress"] {
            self.frame(name, frames, |this, w| {
                w.object("response", |w| this.answer("in_progress", None, "[]", w, &mut Losses::new()));
            });
        }
    }

    fn answer(
        &self,
        status: &str,
        reason: Option<&str>,
        output: &str,
        w: &mut Writer<'_>,
        losses: &mut Losses,
    ) {
        let (response, exchange) = (&self.response, &self.exchange);
        reply::Frame { response, exchange, status, reason, failure: None, output }.write(w, losses);
    }

    /// The current item as it is now.
    fn item(&self, status: &str, losses: &mut Losses) -> String {
        let id = self.item_id();
        let mut items = Items { origin: self.response.origin, to_client: true, losses };
        let mut out = Vec::new();
        object(&mut out, |w| match &self.current {
            Current::Nothing => {}
            Current::Message(parts) => {
                reply::message_head(parts, &id, status, &items, w);
                w.array("content", |a| parts.iter().for_each(|part| items.content(part, "output", a, true)));
            }
            Current::Reasoning(part) => items.reasoning(part, &id, "output", w),
            Current::Call(call) => items.call_as(call, &id, status, "output", w),
        });
        String::from_utf8(out).unwrap_or_default()
    }

    fn add_item(&mut self, frames: &mut Frames<'_>) {
        let item = self.item("in_progress", &mut Losses::new());
        self.frame("response.output_item.added", frames, |this, w| {
            w.put("output_index", &this.items.len());
            w.raw("item", &item);
        });
    }

    fn finish_item(&mut self, frames: &mut Frames<'_>, losses: &mut Losses) {
        if matches!(self.current, Current::Nothing) {
            return;
        }
        let item = self.item("completed", losses);
        self.frame("response.output_item.done", frames, |this, w| {
            w.put("output_index", &this.items.len());
            w.raw("item", &item);
        });
        self.items.push(item);
        self.current = Current::Nothing;
    }

    fn open(&mut self, kind: &BlockKind, frames: &mut Frames<'_>, losses: &mut Losses) {
        let part = match kind {
            BlockKind::Text => Some(Part::text("")),
            BlockKind::Refusal => Some(Part::Refusal(String::new())),
            _ => None,
        };
        if let Some(part) = part {
            if !matches!(self.current, Current::Message(_)) {
                self.current = Current::Message(Vec::new());
                self.add_item(frames);
            }
            return self.open_content(part, frames);
        }
        self.finish_item(frames, losses);
        match kind {
            BlockKind::Reasoning { id } => {
                self.current = Current::Reasoning(Reasoning { id: id.clone(), ..Reasoning::default() });
                self.add_item(frames);
            }
            BlockKind::ToolCall { id, name, signature } => {
                let (id, name, signature) = (id.clone(), name.clone(), signature.clone());
                self.current = Current::Call(ToolCall { id, name, signature, ..ToolCall::default() });
                self.add_item(frames);
            }
            BlockKind::Whole(Part::Other(json)) if self.response.origin == Some(DIALECT) => {
                self.whole(json, frames);
            }
            _ => losses.drop("output", "a block of this kind is known to its own dialect only"),
        }
    }

    fn whole(&mut self, json: &Json, frames: &mut Frames<'_>) {
        for name in ["response.output_item.added", "response.output_item.done"] {
            self.frame(name, frames, |this, w| {
                w.put("output_index", &this.items.len());
                w.json("item", json);
            });
        }
        self.items.push(json.as_str().to_owned());
    }

    fn open_content(&mut self, part: Part, frames: &mut Frames<'_>) {
        let Current::Message(parts) = &mut self.current else { return };
        let index = parts.len();
        let is_refusal = matches!(part, Part::Refusal(_));
        parts.push(part);
        self.about("response.content_part.added", Some(("content_index", index)), frames, |w| {
            w.object("part", |w| content_part(is_refusal, "", &[], w));
        });
    }

    fn delta(&mut self, text: &str, frames: &mut Frames<'_>) {
        let (name, place, first) = match &mut self.current {
            Current::Nothing => return,
            Current::Message(parts) => {
                let index = parts.len().saturating_sub(1);
                let name = match parts.last_mut() {
                    Some(Part::Text(part)) => {
                        part.text.push_str(text);
                        "response.output_text.delta"
                    }
                    Some(Part::Refusal(part)) => {
                        part.push_str(text);
                        "response.refusal.delta"
                    }
                    _ => return,
                };
                (name, Some(("content_index", index)), false)
            }
            Current::Reasoning(part) => {
                let first = part.text.is_empty();
                part.text.push_str(text);
                ("response.reasoning_summary_text.delta", Some(("summary_index", 0)), first)
            }
            Current::Call(call) => {
                call.arguments.push_str(text);
                ("response.function_call_arguments.delta", None, false)
            }
        };
        if first {
            self.about("response.reasoning_summary_part.added", place, frames, |w| {
                w.object("part", |w| summary_part("", w));
            });
        }
        self.about(name, place, frames, |w| {
            w.put("delta", text);
            if name == "response.output_text.delta" {
                w.array("logprobs", |_| {});
            }
        });
    }

    fn close(&mut self, frames: &mut Frames<'_>, losses: &mut Losses) {
        // Clients add up what comes in pieces.
        if matches!(&self.current, Current::Call(call) if call.arguments.is_empty()) {
            self.delta("{}", frames);
        }
        match &mut self.current {
            Current::Nothing => {}
            Current::Message(parts) => {
                let place = Some(("content_index", parts.len().saturating_sub(1)));
                let (text, is_refusal, annotations) = match parts.last() {
                    Some(Part::Text(part)) => (part.text.clone(), false, annotations(part)),
                    Some(Part::Refusal(text)) => (text.clone(), true, Vec::new()),
                    _ => return,
                };
                let name = if is_refusal { "response.refusal.done" } else { "response.output_text.done" };
                self.about(name, place, frames, |w| {
                    w.put(if is_refusal { "refusal" } else { "text" }, &text);
                    if !is_refusal {
                        w.array("logprobs", |_| {});
                    }
                });
                self.about("response.content_part.done", place, frames, |w| {
                    w.object("part", |w| content_part(is_refusal, &text, &annotations, w));
                });
            }
            Current::Reasoning(part) => {
                let text = part.text.clone();
                let place = Some(("summary_index", 0));
                if !text.is_empty() {
                    self.about("response.reasoning_summary_text.done", place, frames, |w| {
                        w.put("text", &text);
                    });
                    self.about("response.reasoning_summary_part.done", place, frames, |w| {
                        w.object("part", |w| summary_part(&text, w));
                    });
                }
                self.finish_item(frames, losses);
            }
            Current::Call(call) => {
                let (name, arguments) = (call.name.clone(), call.arguments.clone());
                self.about("response.function_call_arguments.done", None, frames, |w| {
                    w.put("name", &name);
                    w.put("arguments", &arguments);
                });
                self.finish_item(frames, losses);
            }
        }
    }

    fn annotate(&mut self, field: &str, value: &Json, frames: &mut Frames<'_>, losses: &mut Losses) {
        if self.response.origin != Some(DIALECT) {
            return losses.drop(field, "Responses has no such field");
        }
        let (extras, place) = match &mut self.current {
            Current::Message(parts) => {
                let index = parts.len().saturating_sub(1);
                match parts.last_mut() {
                    Some(Part::Text(text)) => (&mut text.extras, index),
                    _ => return,
                }
            }
            Current::Reasoning(part) => (&mut part.extras, 0),
            Current::Call(call) => (&mut call.extras, 0),
            Current::Nothing => return,
        };
        if field != "annotations" {
            return extras.insert(field, value.clone());
        }
        let mut known = raw_items(extras.get(field));
        let new = raw_items(Some(value));
        let first = known.len();
        known.extend(new.iter().cloned());
        let joined = known.iter().map(Json::as_str).collect::<Vec<_>>().join(",");
        if let Ok(json) = Json::parse(&format!("[{joined}]")) {
            extras.insert(field, json);
        }
        for (at, annotation) in new.iter().enumerate() {
            let content = Some(("content_index", place));
            self.about("response.output_text.annotation.added", content, frames, |w| {
                w.put("annotation_index", &(first + at));
                w.json("annotation", annotation);
            });
        }
    }

    fn end(&mut self, frames: &mut Frames<'_>, losses: &mut Losses) {
        self.finish_item(frames, losses);
        let finish = self.finish.take();
        let (status, reason) = status(finish.as_ref(), self.response.origin);
        let output = format!("[{}]", self.items.join(","));
        let name = format!("response.{status}");
        self.frame(&name, frames, |this, w| {
            w.object("response", |w| this.answer(status, reason, &output, w, losses));
        });
    }

    fn fail(&mut self, failure: &Failure, frames: &mut Frames<'_>) {
        self.frame("error", frames, |_, w| {
            let mut fields = Vec::new();
            object(&mut fields, |w| openai_error::fields(failure, w));
            if let Ok(mut fields) = crate::read::Object::parse(&fields) {
                // The event's type stands where the error's would.
                fields.raw("type");
                for key in ["code", "message", "param"] {
                    match fields.json(key) {
                        Some(value) => w.json(key, &value),
                        None => w.null(key),
                    }
                }
            }
        });
        // Clients that do not look at `error` wait for this.
        let output = format!("[{}]", self.items.join(","));
        self.frame("response.failed", frames, |this, w| {
            let (response, exchange, output) = (&this.response, &this.exchange, output.as_str());
            let (status, reason, failure) = ("failed", None, Some(failure));
            let frame = reply::Frame { response, exchange, status, reason, failure, output };
            w.object("response", |w| frame.write(w, &mut Losses::new()));
        });
    }
}

impl EventEncoder for Encoder {
    fn event(&mut self, event: &Event, frames: &mut Frames<'_>, losses: &mut Losses) {
        match event {
            Event::Start(Start { origin, id, model, created_s }) => {
                self.response.origin = *origin;
                self.response.id.clone_from(id);
                self.response.model.clone_from(model);
                self.response.created_s = *created_s;
                return self.begin(frames);
            }
            Event::Usage(usage) => {
                self.response.usage = Some(usage.clone());
                return;
            }
            Event::Extra { choice: None, field, value } => {
                return self.response.extras.insert(field.clone(), value.clone());
            }
            Event::Extra { field, .. } => {
                return losses.drop(field.clone(), "the client's dialect has no such field");
            }
            _ => self.begin(frames),
        }
        let mut ready = Vec::new();
        self.sequencer.push(event, &mut ready);
        for event in ready {
            match &*event {
                Event::Open { kind, .. } => self.open(kind, frames, losses),
                Event::Delta { text, .. } => self.delta(text, frames),
                Event::Sign { signature, .. } => match &mut self.current {
                    Current::Reasoning(part) => part.signature = Some(signature.clone()),
                    Current::Call(call) => call.signature = Some(signature.clone()),
                    _ => losses.drop("signature", "Responses has no signatures of text"),
                },
                Event::Annotate { field, value, .. } => self.annotate(field, value, frames, losses),
                Event::Close { .. } => self.close(frames, losses),
                Event::Finish { choice: 0, finish } => self.finish = Some(finish.clone()),
                Event::Failed(failure) => self.fail(failure, frames),
                Event::End => self.end(frames, losses),
                _ => {}
            }
        }
    }
}

fn content_part(is_refusal: bool, text: &str, annotations: &[Json], w: &mut Writer<'_>) {
    if is_refusal {
        w.word("type", "refusal");
        w.put("refusal", text);
    } else {
        w.word("type", "output_text");
        w.put("text", text);
        w.array("annotations", |a| annotations.iter().for_each(|json| a.json(json)));
        w.array("logprobs", |_| {});
    }
}

fn summary_part(text: &str, w: &mut Writer<'_>) {
    w.word("type", "summary_text");
    w.put("text", text);
}

fn annotations(text: &Text) -> Vec<Json> {
    raw_items(text.extras.get("annotations"))
}

fn raw_items(json: Option<&Json>) -> Vec<Json> {
    let items: Vec<&serde_json::value::RawValue> =
        json.and_then(|json| serde_json::from_str(json.as_str()).ok()).unwrap_or_default();
    items.into_iter().map(Json::raw).collect()
}
