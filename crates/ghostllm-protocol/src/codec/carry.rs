//! Signatures through dialects that have no place for them.
//!
//! A provider's proof of its own thoughts must come back in the next turn, or the provider refuses (Gemini) or
//! forgets (everybody else). Clients of another dialect send back only what their dialect has. Two carriers
//! survive every client that follows its dialect: the *tool call's id*, which calls and results repeat, and the
//! signature field of a dialect that has one, holding another provider's signature under a mark.
//!
//! Holds: what is marked here is unmarked by [`unpack`] or [`untag`] when it comes back, and never reaches a
//! provider. Marks consist of letters that every dialect allows in ids.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use memchr::memmem::Finder;
use serde::{Deserialize, Serialize};

use crate::{
    BlockKind, ChatRequest, ChatResponse, Dialect, Event, Message, Part, Reasoning, Signature, Signer,
};

/// Begins everything that this module marks.
const MARK: &str = "ghostsig_";
/// The mark where only base64 may stand. Nine bytes, so that what follows does not change it.
const MARK_BASE64: &str = "Z2hvc3RzaWdf";
/// Between an id and what it carries.
const ID_MARK: &str = "__ghostsig_";

/// Whether a body holds anything marked: it must not be forwarded as it is, not even in its own dialect.
pub fn is_marked(body: &[u8]) -> bool {
    static MARKS: LazyLock<[Finder<'static>; 2]> = LazyLock::new(|| [MARK, MARK_BASE64].map(Finder::new));
    MARKS.iter().any(|mark| mark.find(body).is_some())
}

/// What a tool call's id carries. Short names: it travels twice in every later request.
#[derive(Default, Serialize, Deserialize)]
struct Load {
    /// The call's own signature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    c: Option<(char, String)>,
    /// Signed reasoning before the call: text, signer, data, id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    r: Vec<(String, char, String, Option<String>)>,
}

fn letter(signer: Signer) -> char {
    match signer {
        Signer::Anthropic => 'a',
        Signer::AnthropicRedacted => 'r',
        Signer::Gemini => 'g',
        Signer::OpenAi => 'o',
        Signer::Details => 'd',
    }
}

fn signer(letter: char) -> Option<Signer> {
    [Signer::Anthropic, Signer::AnthropicRedacted, Signer::Gemini, Signer::OpenAi, Signer::Details]
        .into_iter()
        .find(|signer| self::letter(*signer) == letter)
}

fn seal(value: &impl Serialize) -> String {
    // Strings and letters always have a JSON text.
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(value).unwrap_or_default())
}

/// A signature for a text field that belongs to another provider.
pub(crate) fn tag(signature: &Signature, id: Option<&str>) -> String {
    format!("{MARK}{}", seal(&(letter(signature.signer), &signature.data, id)))
}

/// A signature for a field that must be base64.
pub(crate) fn tag_base64(signature: &Signature, id: Option<&str>) -> String {
    STANDARD.encode(tag(signature, id))
}

/// The signature in a field of `native`'s dialect, and the id of the reasoning item it belongs to.
pub(crate) fn untag(native: Signer, text: String) -> (Signature, Option<String>) {
    let tagged = if text.starts_with(MARK_BASE64) {
        STANDARD.decode(&text).ok().and_then(|bytes| String::from_utf8(bytes).ok())
    } else {
        None
    };
    let sealed = tagged.as_deref().unwrap_or(&text).strip_prefix(MARK);
    let opened = sealed
        .and_then(|sealed| URL_SAFE_NO_PAD.decode(sealed).ok())
        .and_then(|json| serde_json::from_slice::<(char, String, Option<String>)>(&json).ok())
        .and_then(|(letter, data, id)| Some((Signature { signer: signer(letter)?, data }, id)));
    opened.unwrap_or((Signature { signer: native, data: text }, None))
}

fn packed_id(id: &str, load: &Load) -> String {
    format!("{id}{ID_MARK}{}", seal(load))
}

/// The id without what it carries.
fn bare_id(id: &str) -> &str {
    id.split_once(ID_MARK).map_or(id, |(bare, _)| bare)
}

fn load_of(id: &str) -> Option<Load> {
    let (_, sealed) = id.split_once(ID_MARK)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(sealed).ok()?).ok()
}

/// Takes what tool call ids carry and puts it where it belongs.
pub(crate) fn unpack(request: &mut ChatRequest) {
    for message in &mut request.messages {
        let mut carried = Vec::new();
        for part in &mut message.parts {
            match part {
                Part::ToolCall(call) => {
                    if let Some(load) = load_of(&call.id) {
                        let own = load.c.and_then(|(l, data)| Some(Signature { signer: signer(l)?, data }));
                        call.signature = call.signature.take().or(own);
                        carried.extend(load.r);
                    }
                    call.id.truncate(bare_id(&call.id).len());
                }
                Part::ToolResult(result) => result.call_id.truncate(bare_id(&result.call_id).len()),
                _ => {}
            }
        }
        restore(message, carried);
    }
}

/// Puts carried reasoning at the front of its message, unless the client sent it by itself.
fn restore(message: &mut Message, carried: Vec<(String, char, String, Option<String>)>) {
    let is_signed = |part: &Part| matches!(part, Part::Reasoning(part) if part.signature.is_some());
    if carried.is_empty() || message.parts.iter().any(is_signed) {
        return;
    }
    message.parts.retain(|part| !matches!(part, Part::Reasoning(_)));
    let reasoning = carried.into_iter().filter_map(|(text, letter, data, id)| {
        let signature = Some(Signature { signer: signer(letter)?, data });
        Some(Part::Reasoning(Reasoning { id, text, signature, ..Reasoning::default() }))
    });
    message.parts.splice(..0, reasoning);
}

/// What a client's dialect has no place for, as far as clients must send it back.
#[derive(Clone, Copy, Default)]
struct Needs {
    /// Signatures of calls go into their ids.
    calls: bool,
    /// Signed reasoning goes into the id of the call after it.
    reasoning: bool,
    /// Signatures of text become reasoning without words.
    text: bool,
}

fn needs(client: Dialect, origin: Option<Dialect>) -> Needs {
    match client {
        _ if origin == Some(client) => Needs::default(),
        Dialect::OpenAiChat => Needs { calls: true, reasoning: true, text: true },
        Dialect::OllamaChat => Needs { calls: true, reasoning: true, text: false },
        Dialect::Anthropic | Dialect::OpenAiResponses => Needs { calls: true, reasoning: false, text: true },
        // Gemini signs any part. Bedrock's ids are too short; Completions and Generate have no tools.
        _ => Needs::default(),
    }
}

/// The answer with ids that carry what the client's dialect cannot.
pub(crate) fn pack_response(client: Dialect, response: &ChatResponse) -> Cow<'_, ChatResponse> {
    let mut packer = Packer::new(client);
    packer.needs = needs(client, response.origin);
    let is_signed = |part: &Part| match part {
        Part::ToolCall(call) => call.signature.is_some(),
        Part::Reasoning(part) => part.signature.is_some(),
        Part::Text(text) => text.signature.is_some(),
        _ => false,
    };
    if !response.choices.iter().flat_map(|choice| &choice.parts).any(is_signed) {
        return Cow::Borrowed(response);
    }
    let mut changed = response.clone();
    for choice in &mut changed.choices {
        let mut parts = Vec::with_capacity(choice.parts.len());
        for mut part in choice.parts.drain(..) {
            let mut lifted = None;
            match &mut part {
                Part::Reasoning(part) => packer.reasoning(choice.index, part.clone()),
                Part::ToolCall(call) => packer.call(choice.index, &mut call.id, call.signature.as_ref()),
                Part::Text(text) if packer.needs.text => lifted = text.signature.take(),
                _ => {}
            }
            parts.push(part);
            if lifted.is_some() {
                parts.push(Part::Reasoning(Reasoning { signature: lifted, ..Reasoning::default() }));
            }
        }
        choice.parts = parts;
    }
    Cow::Owned(changed)
}

/// Does for a stream what [`pack_response`] does for a whole answer.
pub(crate) struct Packer {
    client: Dialect,
    needs: Needs,
    /// Reasoning blocks that are open, with their choice.
    open: BTreeMap<u32, (u32, Reasoning)>,
    /// Signed reasoning that no call has taken along yet, by choice.
    waiting: BTreeMap<u32, Vec<Reasoning>>,
    /// Text blocks that are open, with their choice and signature.
    texts: BTreeMap<u32, (u32, Option<Signature>)>,
    /// Numbers of blocks made here, from the end of the range.
    made: u32,
}

impl Packer {
    pub(crate) fn new(client: Dialect) -> Self {
        Self {
            client,
            needs: needs(client, None),
            open: BTreeMap::new(),
            waiting: BTreeMap::new(),
            texts: BTreeMap::new(),
            made: 0,
        }
    }

    /// Whether the text of this block is kept here.
    pub(crate) fn keeps(&self, block: u32) -> bool {
        self.open.contains_key(&block)
    }

    /// Hands on what the client's encoder is to say.
    pub(crate) fn event(&mut self, event: &Event, say: &mut dyn FnMut(&Event)) {
        match event {
            Event::Start(start) => self.needs = needs(self.client, start.origin),
            Event::Open { block, choice, kind: BlockKind::Reasoning { id } } if self.needs.reasoning => {
                let reasoning = Reasoning { id: id.clone(), ..Reasoning::default() };
                self.open.insert(*block, (*choice, reasoning));
            }
            Event::Open { block, choice, kind: BlockKind::Text } if self.needs.text => {
                self.texts.insert(*block, (*choice, None));
            }
            Event::Open { block, choice, kind: BlockKind::ToolCall { id, name, signature } } => {
                let mut id = id.clone();
                self.call(*choice, &mut id, signature.as_ref());
                let kind = BlockKind::ToolCall { id, name: name.clone(), signature: signature.clone() };
                return say(&Event::Open { block: *block, choice: *choice, kind });
            }
            Event::Delta { block, text } => {
                if let Some((_, reasoning)) = self.open.get_mut(block) {
                    reasoning.text.push_str(text);
                }
            }
            Event::Sign { block, signature } => {
                if let Some((_, reasoning)) = self.open.get_mut(block) {
                    reasoning.signature = Some(signature.clone());
                }
                if let Some((_, lifted)) = self.texts.get_mut(block) {
                    *lifted = Some(signature.clone());
                    return;
                }
            }
            Event::Close { block } => {
                if let Some((choice, reasoning)) = self.open.remove(block) {
                    self.reasoning(choice, reasoning);
                }
                if let Some((choice, Some(signature))) = self.texts.remove(block) {
                    say(event);
                    return self.lifted(choice, signature, say);
                }
            }
            _ => {}
        }
        say(event);
    }

    fn lifted(&mut self, choice: u32, signature: Signature, say: &mut dyn FnMut(&Event)) {
        let block = u32::MAX - self.made;
        self.made += 1;
        say(&Event::Open { block, choice, kind: BlockKind::Reasoning { id: None } });
        say(&Event::Sign { block, signature });
        say(&Event::Close { block });
    }

    fn reasoning(&mut self, choice: u32, reasoning: Reasoning) {
        if self.needs.reasoning && reasoning.signature.is_some() {
            self.waiting.entry(choice).or_default().push(reasoning);
        }
    }

    fn call(&mut self, choice: u32, id: &mut String, signature: Option<&Signature>) {
        if !self.needs.calls {
            return;
        }
        let sealed = |signature: &Signature| (letter(signature.signer), signature.data.clone());
        let waiting = self.waiting.remove(&choice).unwrap_or_default();
        let r: Vec<_> = waiting
            .into_iter()
            .filter_map(|reasoning| {
                let (letter, data) = sealed(reasoning.signature.as_ref()?);
                Some((reasoning.text, letter, data, reasoning.id))
            })
            .collect();
        let load = Load { c: signature.map(sealed), r };
        if load.c.is_some() || !load.r.is_empty() {
            *id = packed_id(id, &load);
        }
    }
}

/// An id that an upstream accepts: letters, digits, `_` and `-`, at most `length_max` of them. Another id gets a
/// stand-in, always the same one.
pub(crate) fn fitting_id(id: &str, length_max: usize) -> Cow<'_, str> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if !id.is_empty() && id.len() <= length_max && id.bytes().all(fits) {
        return Cow::Borrowed(id);
    }
    Cow::Owned(format!("call_{:016x}", fnv(id)))
}

/// The nine letters and digits that Mistral wants.
pub(crate) fn nine_letter_id(id: &str) -> Cow<'_, str> {
    if id.len() == 9 && id.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Cow::Borrowed(id);
    }
    Cow::Owned(format!("{:09x}", fnv(id) & 0xF_FFFF_FFFF))
}

/// FNV-1a: the same for the same id on every replica.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}
