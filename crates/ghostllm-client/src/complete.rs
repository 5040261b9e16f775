//! One prompt and its context, as the integration document has it: `complete_chat(&embeddings, prompt)`.
//!
//! Chat models read text, not vectors. So an embedding is taken for what it is good for: it looks up the notes
//! that are nearest to it, and those go before the prompt. Other contexts are text, or the turns before.

use ghostllm_protocol::{ChatRequest, Message, Role};

use crate::{ClientError, GhostLlmClient};

/// A text that can be looked up by its embedding.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The text.
    pub text: String,
    /// Its embedding, by the same model as the ones it is looked up with.
    pub embedding: Vec<f32>,
}

/// How many notes go before a prompt.
const NOTES_MAX: usize = 4;

/// What a prompt is asked in the light of.
pub trait Context {
    /// The messages before the prompt, given the client's notes.
    fn messages(&self, notes: &[Note]) -> Vec<Message>;
}

/// Nothing.
impl Context for () {
    fn messages(&self, _notes: &[Note]) -> Vec<Message> {
        Vec::new()
    }
}

/// A text, as the system prompt.
impl Context for str {
    fn messages(&self, _notes: &[Note]) -> Vec<Message> {
        if self.is_empty() { Vec::new() } else { vec![Message::text(Role::System, self)] }
    }
}

/// A text, as the system prompt.
impl Context for String {
    fn messages(&self, notes: &[Note]) -> Vec<Message> {
        self.as_str().messages(notes)
    }
}

/// The turns before.
impl Context for [Message] {
    fn messages(&self, _notes: &[Note]) -> Vec<Message> {
        self.to_vec()
    }
}

/// The turns before.
impl Context for Vec<Message> {
    fn messages(&self, notes: &[Note]) -> Vec<Message> {
        self.as_slice().messages(notes)
    }
}

/// An embedding: the notes nearest to it, nearest first.
impl Context for [f32] {
    fn messages(&self, notes: &[Note]) -> Vec<Message> {
        let mut near: Vec<(f32, &Note)> =
            notes.iter().filter_map(|note| Some((likeness(self, &note.embedding)?, note))).collect();
        near.sort_by(|one, two| two.0.total_cmp(&one.0));
        let texts: Vec<&str> = near.iter().take(NOTES_MAX).map(|(_, note)| note.text.as_str()).collect();
        texts.join("\n\n").messages(&[])
    }
}

/// An embedding: the notes nearest to it, nearest first.
impl Context for Vec<f32> {
    fn messages(&self, notes: &[Note]) -> Vec<Message> {
        self.as_slice().messages(notes)
    }
}

/// The cosine of the angle between two vectors. `None` where there is none: other lengths, no direction, or the
/// notes point away.
fn likeness(one: &[f32], two: &[f32]) -> Option<f32> {
    if one.len() != two.len() {
        return None;
    }
    let product = |one: &[f32], two: &[f32]| one.iter().zip(two).map(|(one, two)| one * two).sum::<f32>();
    let lengths = (product(one, one) * product(two, two)).sqrt();
    let cosine = product(one, two) / lengths;
    (cosine > 0.0).then_some(cosine)
}

impl GhostLlmClient {
    /// Asks `prompt` in the light of `context` and waits for the text of the answer.
    ///
    /// ```
    /// # mod stub { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/stub/doc.rs")); } use stub::*;
    /// # use ghostllm_client::{Endpoint, GhostLLMClient, Note};
    /// # run(async {
    /// # let server = StubServer::chat(&["Blue."]);
    /// # let client = GhostLLMClient::new(Endpoint::compatible(server.url(), None)).with_model("m");
    /// let note = |text: &str, embedding| Note { text: text.to_owned(), embedding };
    /// let client = client.with_notes(vec![
    ///     note("The sky is blue.", vec![1.0, 0.0]),
    ///     note("Grass is green.", vec![-0.5, 1.0]),
    /// ]);
    /// let embeddings = vec![0.9_f32, 0.1]; // of the prompt, by whatever made those of the notes
    /// let answer = client.complete_chat(&embeddings, "What colour is the sky?").await?;
    /// assert_eq!(answer, "Blue.");
    /// # assert!(server.last_body().contains("The sky is blue."));
    /// # assert!(!server.last_body().contains("Grass"));
    /// # Ok::<(), ghostllm_client::ClientError>(())
    /// # }).unwrap();
    /// ```
    pub async fn complete_chat<C: Context + ?Sized>(
        &self,
        context: &C,
        prompt: &str,
    ) -> Result<String, ClientError> {
        let mut messages = context.messages(&self.notes);
        messages.push(Message::text(Role::User, prompt));
        Ok(self.chat(&ChatRequest { messages, ..ChatRequest::default() }).await?.text())
    }
}
