//! Embeddings: texts to vectors, in the forms that clients and providers have.
//!
//! Holds: vectors come back in the order of the texts, one each; a reply with another number of them is an error.
//! What a form has no words for is in the [`Losses`].

mod answer;
#[cfg(test)]
mod tests;

use serde_json::value::RawValue;

use crate::read::{self, Object};
use crate::write::{Writer, object};
use crate::{DecodeError, Extras, Json, Losses, Usage};

/// Whose form of embeddings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmbeddingFormat {
    /// OpenAI's `/embeddings`.
    OpenAi,
    /// Gemini's `batchEmbedContents`.
    Gemini,
    /// Gemini's `embedContent`, for one text.
    GeminiSingle,
    /// Ollama's `/api/embed`.
    Ollama,
    /// Ollama's older `/api/embeddings`, for one text.
    OllamaSingle,
    /// Vertex's `predict`.
    Vertex,
    /// Amazon's own models on Bedrock, for one text.
    Titan,
    /// Cohere's models on Bedrock.
    Cohere,
}

/// Texts to be embedded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EmbeddingRequest {
    /// The form this was read from, whose words the extras are.
    pub origin: Option<EmbeddingFormat>,
    /// The model. Where the URL has it too (Gemini, Vertex, Bedrock), it may be empty.
    pub model: String,
    /// The texts.
    pub inputs: Vec<String>,
    /// How long the vectors should be.
    pub dimensions: Option<u64>,
    /// Whether the vectors are wanted in base64 (OpenAI).
    pub base64: bool,
    /// What the vectors are for, in Gemini's words: `RETRIEVAL_QUERY`.
    pub purpose: Option<String>,
    /// Everything else.
    pub extras: Extras,
}

/// The vectors.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EmbeddingResponse {
    /// The model that made them.
    pub model: String,
    /// One for each text.
    pub vectors: Vec<Vec<f32>>,
    /// What it cost, where that is said.
    pub usage: Option<Usage>,
}

/// What vectors are for, as Gemini and as Cohere say it.
const PURPOSES: [(&str, &str); 4] = [
    ("RETRIEVAL_DOCUMENT", "search_document"),
    ("RETRIEVAL_QUERY", "search_query"),
    ("CLASSIFICATION", "classification"),
    ("CLUSTERING", "clustering"),
];

/// Cohere's word for a purpose of Gemini's.
fn of_cohere(purpose: &str) -> Option<&'static str> {
    PURPOSES.iter().find(|(name, _)| *name == purpose).map(|(_, word)| *word)
}

impl EmbeddingFormat {
    /// Every form.
    pub const ALL: [Self; 8] = [
        Self::OpenAi,
        Self::Gemini,
        Self::GeminiSingle,
        Self::Ollama,
        Self::OllamaSingle,
        Self::Vertex,
        Self::Titan,
        Self::Cohere,
    ];

    /// Whether a request in it holds one text only.
    pub fn is_single(self) -> bool {
        matches!(self, Self::GeminiSingle | Self::OllamaSingle | Self::Titan)
    }

    /// Whether extras of a request in one are words of the other.
    fn shares_words(self, other: Self) -> bool {
        let family = |format| match format {
            Self::GeminiSingle => Self::Gemini,
            Self::OllamaSingle => Self::Ollama,
            other => other,
        };
        family(self) == family(other)
    }

    /// What the fields are called: the texts, the vectors' length, their purpose.
    const fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::OpenAi => ("input", "dimensions", "input_type"),
            Self::Ollama => ("input", "dimensions", ""),
            Self::OllamaSingle => ("prompt", "dimensions", ""),
            Self::Titan => ("inputText", "dimensions", ""),
            Self::Cohere => ("texts", "output_dimension", "input_type"),
            Self::Gemini | Self::GeminiSingle => ("content", "outputDimensionality", "taskType"),
            Self::Vertex => ("content", "outputDimensionality", "task_type"),
        }
    }
}

impl EmbeddingRequest {
    /// A request without further wishes.
    pub fn new(model: impl Into<String>, inputs: Vec<String>) -> Self {
        Self { model: model.into(), inputs, ..Self::default() }
    }

    /// Sets a field that has no neutral name.
    #[must_use]
    pub fn with(mut self, key: &str, value: Json) -> Self {
        self.extras.insert(key, value);
        self
    }

    /// Reads a client's request.
    pub fn decode(format: EmbeddingFormat, body: &[u8]) -> Result<Self, DecodeError> {
        let mut fields = Object::parse(body)?;
        let mut request = Self { origin: Some(format), ..Self::default() };
        match format {
            EmbeddingFormat::Gemini | EmbeddingFormat::GeminiSingle => {
                let mut fields = fields.in_camel_case();
                match fields.array("requests")? {
                    Some(items) => {
                        for raw in items {
                            request.add(format, Object::of(raw)?.in_camel_case(), "requests")?;
                        }
                        request.extras.extend(fields.rest());
                    }
                    None => request.add(format, fields, "requests")?,
                }
            }
            EmbeddingFormat::Vertex => {
                let mut parameters = fields.object("parameters")?.unwrap_or_default();
                let dimensions = parameters.take(format.names().1)?;
                for raw in fields.array("instances")?.unwrap_or_default() {
                    request.add(format, Object::of(raw)?, "instances")?;
                }
                request.dimensions = dimensions;
                request.extras.extend(parameters.rest());
                request.extras.extend(fields.rest());
            }
            _ => request.add(format, fields, "input")?,
        }
        Ok(request)
    }

    /// Takes over a request, or one of a batch called `batch`.
    fn add(
        &mut self,
        format: EmbeddingFormat,
        mut fields: Object<'_>,
        batch: &str,
    ) -> Result<(), DecodeError> {
        let (input, dimensions, purpose) = format.names();
        let raw = fields.raw(input).ok_or_else(|| DecodeError::field(input, "is missing"))?;
        let model = fields.text("model")?.unwrap_or_default();
        model.trim_start_matches("models/").clone_into(&mut self.model);
        let dimensions = fields.take(dimensions)?;
        if format == EmbeddingFormat::OpenAi {
            self.base64 = fields.text("encoding_format")?.as_deref() == Some("base64");
        }
        let said = fields.peek(purpose).and_then(read::string);
        let known = said.and_then(|word| match format {
            EmbeddingFormat::OpenAi | EmbeddingFormat::Cohere => {
                PURPOSES.iter().find(|(_, theirs)| *theirs == word).map(|(name, _)| (*name).to_owned())
            }
            _ => Some(word),
        });
        if known.is_some() {
            fields.raw(purpose);
        }
        let texts = texts(format, input, raw)?;
        let extras = fields.rest();
        // Others take texts, and one wish for all of them.
        let is_first = self.inputs.is_empty();
        if !is_first && (dimensions, &known, &extras) != (self.dimensions, &self.purpose, &self.extras) {
            let problem = "must all ask for the same: only their texts may differ";
            return Err(DecodeError::field(batch, problem));
        }
        self.inputs.extend(texts);
        (self.dimensions, self.purpose, self.extras) = (dimensions, known, extras);
        Ok(())
    }

    /// Writes the requests for an upstream (one, or one for each text where the form holds but one), and says what it
    /// has no words for.
    pub fn encode(&self, format: EmbeddingFormat) -> (Vec<Vec<u8>>, Losses) {
        let mut losses = Losses::new();
        let written = |write: &mut dyn FnMut(&mut Writer<'_>)| {
            let mut out = Vec::new();
            object(&mut out, write);
            out
        };
        let bodies = if format.is_single() {
            let one = |text: &String| written(&mut |w| self.write_one(format, text, w, &mut losses));
            self.inputs.iter().map(one).collect()
        } else {
            vec![written(&mut |w| self.write_all(format, w, &mut losses))]
        };
        (bodies, losses)
    }

    fn write_all(&self, format: EmbeddingFormat, w: &mut Writer<'_>, losses: &mut Losses) {
        let (input, dimensions, _) = format.names();
        match format {
            EmbeddingFormat::Gemini => w.array("requests", |a| {
                for text in &self.inputs {
                    a.object(|w| self.write_one(format, text, w, losses));
                }
            }),
            EmbeddingFormat::Vertex => {
                w.array("instances", |a| {
                    for text in &self.inputs {
                        a.object(|w| {
                            w.put("content", text);
                            self.write_purpose(format, w, losses);
                        });
                    }
                });
                w.object("parameters", |w| {
                    w.opt(dimensions, self.dimensions.as_ref());
                    self.write_extras(format, w, losses);
                });
            }
            _ => {
                if format != EmbeddingFormat::Cohere {
                    w.put("model", &self.model);
                }
                w.put(input, &self.inputs);
                w.opt(dimensions, self.dimensions.as_ref());
                self.write_purpose(format, w, losses);
                if format == EmbeddingFormat::OpenAi && self.base64 {
                    w.word("encoding_format", "base64");
                }
                self.write_extras(format, w, losses);
            }
        }
    }

    fn write_one(&self, format: EmbeddingFormat, text: &str, w: &mut Writer<'_>, losses: &mut Losses) {
        let (input, dimensions, _) = format.names();
        match format {
            EmbeddingFormat::Gemini | EmbeddingFormat::GeminiSingle => {
                w.put("model", &format!("models/{}", self.model.trim_start_matches("models/")));
                w.object(input, |w| w.array("parts", |a| a.object(|w| w.put("text", text))));
            }
            EmbeddingFormat::OllamaSingle => {
                w.put("model", &self.model);
                w.put(input, text);
            }
            _ => w.put(input, text),
        }
        w.opt(dimensions, self.dimensions.as_ref());
        self.write_purpose(format, w, losses);
        self.write_extras(format, w, losses);
    }

    fn write_purpose(&self, format: EmbeddingFormat, w: &mut Writer<'_>, losses: &mut Losses) {
        let name = format.names().2;
        let is_own = self.is_own(format);
        let said = self.purpose.as_deref();
        match (format, said) {
            (EmbeddingFormat::Gemini | EmbeddingFormat::GeminiSingle | EmbeddingFormat::Vertex, said) => {
                w.opt(name, said);
            }
            // It must be told one.
            (EmbeddingFormat::Cohere, said) => {
                let word = said.and_then(of_cohere);
                if let (Some(said), None) = (said, word) {
                    losses.change("purpose", format!("Cohere has no word for `{said}`"));
                }
                w.put(name, word.unwrap_or(PURPOSES[0].1));
            }
            (EmbeddingFormat::OpenAi, Some(said)) if is_own => w.put(name, of_cohere(said).unwrap_or(said)),
            (_, Some(_)) => losses.drop("purpose", "the upstream's form has no such field"),
            (_, None) => {}
        }
    }

    fn is_own(&self, format: EmbeddingFormat) -> bool {
        self.origin.is_none_or(|origin| origin.shares_words(format))
    }

    fn write_extras(&self, format: EmbeddingFormat, w: &mut Writer<'_>, losses: &mut Losses) {
        if self.is_own(format) {
            return w.extras(&self.extras);
        }
        for (key, _) in self.extras.iter() {
            losses.drop(key, "the upstream's form has no such field");
        }
    }
}

fn texts(format: EmbeddingFormat, name: &str, raw: &RawValue) -> Result<Vec<String>, DecodeError> {
    match format {
        EmbeddingFormat::Gemini | EmbeddingFormat::GeminiSingle => {
            let mut content = Object::of(raw).map_err(|error| error.within(name))?;
            let parts = content.array("parts").map_err(|error| error.within(name))?.unwrap_or_default();
            let parts = read::each(parts, "content.parts", |raw| Object::of(raw)?.need_text("text"))?;
            Ok(vec![parts.concat()])
        }
        _ => match read::string(raw) {
            Some(text) => Ok(vec![text]),
            None if format.is_single() => Err(DecodeError::field(name, "must be a string")),
            None => serde_json::from_str(raw.get())
                .map_err(|_| DecodeError::field(name, "must be a text or a list of texts, not of token ids")),
        },
    }
}
