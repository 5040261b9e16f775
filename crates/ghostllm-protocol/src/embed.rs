//! Embeddings: texts to vectors, in the three forms that providers have.
//!
//! Holds: vectors come back in the order of the texts, one each; a reply with fewer is an error.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::read::{self, Object};
use crate::write::{Writer, object};
use crate::{DecodeError, Extras, Json, Losses, Usage};

/// Whose form of embeddings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EmbeddingFormat {
    /// OpenAI's `/embeddings`.
    OpenAi,
    /// Gemini's `batchEmbedContents`; `embedContent` is read too.
    Gemini,
    /// Ollama's `/api/embed`.
    Ollama,
}

/// Texts to be embedded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EmbeddingRequest {
    /// The form this was read from, whose words the extras are.
    pub origin: Option<EmbeddingFormat>,
    /// The model. Gemini has it in the URL as well.
    pub model: String,
    /// The texts.
    pub inputs: Vec<String>,
    /// How long the vectors should be.
    pub dimensions: Option<u64>,
    /// Whether the vectors are wanted in base64 (OpenAI).
    pub base64: bool,
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
    /// What it cost.
    pub usage: Option<Usage>,
}

impl EmbeddingRequest {
    /// Reads a client's request.
    pub fn decode(format: EmbeddingFormat, body: &[u8]) -> Result<Self, DecodeError> {
        let mut fields = Object::parse(body)?;
        let mut request = match format {
            EmbeddingFormat::Gemini => return decode_gemini(fields.in_camel_case()),
            EmbeddingFormat::OpenAi => Self {
                base64: fields.text("encoding_format")?.as_deref() == Some("base64"),
                ..Self::default()
            },
            EmbeddingFormat::Ollama => Self::default(),
        };
        request.origin = Some(format);
        request.model = fields.text("model")?.unwrap_or_default();
        request.dimensions = fields.take("dimensions")?;
        let input = fields.raw("input").ok_or_else(|| DecodeError::field("input", "is missing"))?;
        request.inputs = match read::string(input) {
            Some(text) => vec![text],
            None => serde_json::from_str(input.get())
                .map_err(|_| DecodeError::field("input", "must be a string or an array of strings"))?,
        };
        request.extras = fields.rest();
        Ok(request)
    }

    /// Writes a request for an upstream, and says what it has no words for.
    pub fn encode(&self, format: EmbeddingFormat) -> (Vec<u8>, Losses) {
        let mut losses = Losses::new();
        let mut out = Vec::new();
        object(&mut out, |w| match format {
            EmbeddingFormat::OpenAi | EmbeddingFormat::Ollama => {
                w.put("model", &self.model);
                w.put("input", &self.inputs);
                w.opt("dimensions", self.dimensions.as_ref());
                if format == EmbeddingFormat::OpenAi {
                    w.put("encoding_format", if self.base64 { "base64" } else { "float" });
                }
                self.write_extras(format, w, &mut losses);
            }
            EmbeddingFormat::Gemini => w.array("requests", |a| {
                for text in &self.inputs {
                    a.object(|w| {
                        w.put("model", &format!("models/{}", self.model.trim_start_matches("models/")));
                        w.object("content", |w| w.array("parts", |a| a.object(|w| w.put("text", text))));
                        w.opt("outputDimensionality", self.dimensions.as_ref());
                        self.write_extras(format, w, &mut losses);
                    });
                }
            }),
        });
        (out, losses)
    }

    fn write_extras(&self, format: EmbeddingFormat, w: &mut Writer<'_>, losses: &mut Losses) {
        if self.origin.is_none_or(|origin| origin == format) {
            return w.extras(&self.extras);
        }
        for (key, _) in self.extras.iter() {
            losses.drop(key, "the upstream's form has no such field");
        }
    }
}

fn decode_gemini(mut fields: Object<'_>) -> Result<EmbeddingRequest, DecodeError> {
    let mut request =
        EmbeddingRequest { origin: Some(EmbeddingFormat::Gemini), ..EmbeddingRequest::default() };
    let Some(items) = fields.array("requests")? else {
        add_gemini(fields, &mut request)?;
        return Ok(request);
    };
    for raw in items {
        add_gemini(Object::of(raw)?.in_camel_case(), &mut request)?;
    }
    Ok(request)
}

fn add_gemini(mut fields: Object<'_>, request: &mut EmbeddingRequest) -> Result<(), DecodeError> {
    let model = fields.text("model")?.unwrap_or_default();
    model.trim_start_matches("models/").clone_into(&mut request.model);
    let dimensions = fields.take("outputDimensionality")?;
    let mut content = fields.object("content")?.ok_or_else(|| DecodeError::field("content", "is missing"))?;
    let parts = read::each(content.array("parts")?.unwrap_or_default(), "content.parts", |raw| {
        Object::of(raw)?.need_text("text")
    })?;
    let extras = fields.rest();
    // Others take texts, and one wish for all of them.
    if !request.inputs.is_empty() && (dimensions != request.dimensions || extras != request.extras) {
        return Err(DecodeError::field("requests", "must all ask for the same: only their texts may differ"));
    }
    request.inputs.push(parts.concat());
    (request.dimensions, request.extras) = (dimensions, extras);
    Ok(())
}

impl EmbeddingResponse {
    /// Reads an upstream's answer to `count` texts.
    pub fn decode(format: EmbeddingFormat, body: &[u8], count: usize) -> Result<Self, DecodeError> {
        let mut fields = Object::parse(body)?;
        let mut response = Self { model: fields.text("model")?.unwrap_or_default(), ..Self::default() };
        match format {
            EmbeddingFormat::OpenAi => {
                let mut vectors = read::each(fields.array("data")?.unwrap_or_default(), "data", |raw| {
                    let mut item = Object::of(raw)?;
                    let index: usize = item.take("index")?.unwrap_or(0);
                    let raw =
                        item.raw("embedding").ok_or_else(|| DecodeError::field("embedding", "is missing"))?;
                    Ok((index, vector(raw)?))
                })?;
                vectors.sort_by_key(|(index, _)| *index);
                response.vectors = vectors.into_iter().map(|(_, vector)| vector).collect();
                response.usage = fields.object("usage")?.map(usage).transpose()?;
            }
            EmbeddingFormat::Gemini => {
                let one = fields.raw("embedding");
                let many = fields.array("embeddings")?.unwrap_or_default();
                response.vectors = read::each(one.into_iter().chain(many).collect(), "embeddings", |raw| {
                    Object::of(raw)?.take("values")?.ok_or_else(|| DecodeError::field("values", "is missing"))
                })?;
            }
            EmbeddingFormat::Ollama => {
                response.vectors = fields.take("embeddings")?.unwrap_or_default();
                let input_tokens = fields.take("prompt_eval_count")?.unwrap_or(0);
                response.usage = Some(Usage { input_tokens, ..Usage::default() });
            }
        }
        if response.vectors.len() != count {
            let problem = format!("has {} vectors for {count} texts", response.vectors.len());
            return Err(DecodeError::field("embeddings", problem));
        }
        Ok(response)
    }

    /// Writes an answer for a client that asked `request`.
    pub fn encode(&self, format: EmbeddingFormat, request: &EmbeddingRequest) -> Vec<u8> {
        let model = if self.model.is_empty() { &request.model } else { &self.model };
        let tokens = self.usage.as_ref().map_or(0, |usage| usage.input_tokens);
        let mut out = Vec::new();
        object(&mut out, |w| match format {
            EmbeddingFormat::OpenAi => {
                w.put("object", "list");
                w.array("data", |a| {
                    for (index, vector) in self.vectors.iter().enumerate() {
                        a.object(|w| {
                            w.put("object", "embedding");
                            w.put("index", &index);
                            if request.base64 {
                                w.put("embedding", &to_base64(vector));
                            } else {
                                w.put("embedding", vector);
                            }
                        });
                    }
                });
                w.put("model", model);
                w.object("usage", |w| {
                    w.put("prompt_tokens", &tokens);
                    w.put("total_tokens", &tokens);
                });
            }
            EmbeddingFormat::Gemini => w.array("embeddings", |a| {
                for vector in &self.vectors {
                    a.object(|w| w.put("values", vector));
                }
            }),
            EmbeddingFormat::Ollama => {
                w.put("model", model);
                w.put("embeddings", &self.vectors);
                w.put("prompt_eval_count", &tokens);
            }
        });
        out
    }
}

fn usage(mut fields: Object<'_>) -> Result<Usage, DecodeError> {
    Ok(Usage { input_tokens: fields.take("prompt_tokens")?.unwrap_or(0), ..Usage::default() })
}

/// Numbers, or little-endian floats in base64.
fn vector(raw: &serde_json::value::RawValue) -> Result<Vec<f32>, DecodeError> {
    let Some(text) = read::string(raw) else {
        return serde_json::from_str(raw.get())
            .map_err(|_| DecodeError::field("embedding", "must be an array of numbers"));
    };
    let bytes = STANDARD.decode(text).map_err(|_| DecodeError::field("embedding", "must be base64"))?;
    let chunks = bytes.chunks_exact(4);
    if !chunks.remainder().is_empty() {
        return Err(DecodeError::field("embedding", "must hold whole floats"));
    }
    Ok(chunks.map(|four| f32::from_le_bytes([four[0], four[1], four[2], four[3]])).collect())
}

fn to_base64(vector: &[f32]) -> String {
    let bytes: Vec<u8> = vector.iter().flat_map(|number| number.to_le_bytes()).collect();
    STANDARD.encode(bytes)
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
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMATS: [EmbeddingFormat; 3] =
        [EmbeddingFormat::OpenAi, EmbeddingFormat::Gemini, EmbeddingFormat::Ollama];

    #[test]
    fn requests_there_and_back() {
        let mut request = EmbeddingRequest::new("m", vec!["ü".to_owned(), "b".to_owned()]);
        request.dimensions = Some(3);
        for format in FORMATS {
            let (body, losses) = request.encode(format);
            assert!(losses.is_empty());
            let read = EmbeddingRequest::decode(format, &body).unwrap();
            assert_eq!(
                (read.model, read.inputs, read.dimensions),
                ("m".to_owned(), request.inputs.clone(), Some(3))
            );
        }
    }

    #[test]
    fn vectors_there_and_back_also_in_base64() {
        let vectors = vec![vec![0.5, -1.25], vec![3.0, 1.0e-7]];
        let response = EmbeddingResponse { model: "m".to_owned(), vectors, usage: None };
        for base64 in [false, true] {
            let request = EmbeddingRequest { base64, ..EmbeddingRequest::default() };
            for format in FORMATS {
                let body = response.encode(format, &request);
                assert_eq!(EmbeddingResponse::decode(format, &body, 2).unwrap().vectors, response.vectors);
                assert!(EmbeddingResponse::decode(format, &body, 3).is_err());
            }
        }
    }

    #[test]
    fn wishes_of_a_batch_are_one_and_vectors_are_there() {
        let batch = |second: &str| {
            let first = r#"{"content":{"parts":[{"text":"a"}]},"taskType":"T"}"#;
            let body =
                format!(r#"{{"requests":[{first},{{"content":{{"parts":[{{"text":"b"}}]}}{second}}}]}}"#);
            EmbeddingRequest::decode(EmbeddingFormat::Gemini, body.as_bytes())
        };
        assert_eq!(batch(r#","taskType":"T""#).unwrap().inputs, ["a", "b"]);
        for second in ["", r#","taskType":"U""#, r#","taskType":"T","outputDimensionality":8"#] {
            assert!(batch(second).unwrap_err().to_string().contains("`requests`"), "{second}");
        }
        let body = br#"{"embeddings":[{"values":[1]},{}]}"#;
        assert!(EmbeddingResponse::decode(EmbeddingFormat::Gemini, body, 2).is_err());
    }

    #[test]
    fn single_forms() {
        let body = br#"{"model":"m","input":"a"}"#;
        assert_eq!(EmbeddingRequest::decode(EmbeddingFormat::OpenAi, body).unwrap().inputs, ["a"]);
        let body = br#"{"content":{"parts":[{"text":"a"},{"text":"b"}]},"output_dimensionality":8}"#;
        let request = EmbeddingRequest::decode(EmbeddingFormat::Gemini, body).unwrap();
        assert_eq!((request.inputs, request.dimensions), (vec!["ab".to_owned()], Some(8)));
        let body = br#"{"embedding":{"values":[1,2]}}"#;
        assert_eq!(
            EmbeddingResponse::decode(EmbeddingFormat::Gemini, body, 1).unwrap().vectors,
            [[1.0, 2.0]]
        );
    }
}
