//! Answers: vectors, and what they cost.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::value::RawValue;

use super::{EmbeddingFormat, EmbeddingRequest, EmbeddingResponse};
use crate::read::{self, Object};
use crate::write::{Array, Writer, object};
use crate::{DecodeError, Usage};

impl EmbeddingResponse {
    /// Reads an upstream's answer to `count` texts, or an array of its answers where its form holds but one text.
    pub fn decode(format: EmbeddingFormat, body: &[u8], count: usize) -> Result<Self, DecodeError> {
        let mut response = Self::default();
        let mut tokens = Some(0_u64);
        let text = std::str::from_utf8(body).unwrap_or_default().trim_start();
        if format.is_single() && text.starts_with('[') {
            for raw in read::read::<Vec<&RawValue>>(body)? {
                let counted = response.add(format, Object::of(raw)?)?;
                tokens = tokens.and_then(|sum| sum.checked_add(counted?));
            }
        } else {
            tokens = response.add(format, Object::parse(body)?)?;
        }
        response.usage = tokens.map(|input_tokens| Usage { input_tokens, ..Usage::default() });
        if response.vectors.len() != count {
            let problem = format!("has {} vectors for {count} texts", response.vectors.len());
            return Err(DecodeError::field("embeddings", problem));
        }
        Ok(response)
    }

    /// Takes over an answer, and says how many tokens it says the texts had.
    fn add(&mut self, format: EmbeddingFormat, mut fields: Object<'_>) -> Result<Option<u64>, DecodeError> {
        if let Some(model) = fields.text("model")? {
            self.model = model;
        }
        match format {
            EmbeddingFormat::OpenAi => {
                let mut vectors = read::each(fields.array("data")?.unwrap_or_default(), "data", |raw| {
                    let mut item = Object::of(raw)?;
                    let index: usize = item.take("index")?.unwrap_or(0);
                    Ok((index, needed(&mut item, "embedding")?))
                })?;
                // A server may answer in the order in which it was done.
                vectors.sort_by_key(|(index, _)| *index);
                self.vectors.extend(vectors.into_iter().map(|(_, vector)| vector));
                fields.object("usage")?.map_or(Ok(None), |mut usage| usage.take("prompt_tokens"))
            }
            EmbeddingFormat::Gemini | EmbeddingFormat::GeminiSingle => {
                let one = fields.raw("embedding");
                let many = fields.array("embeddings")?.unwrap_or_default();
                let all = one.into_iter().chain(many).collect();
                self.vectors
                    .extend(read::each(all, "embeddings", |raw| needed(&mut Object::of(raw)?, "values"))?);
                let usage = fields.object("usageMetadata")?;
                usage.map_or(Ok(None), |mut usage| usage.take("promptTokenCount"))
            }
            EmbeddingFormat::Ollama => {
                let all = fields.array("embeddings")?.unwrap_or_default();
                self.vectors.extend(read::each(all, "embeddings", vector)?);
                fields.take("prompt_eval_count")
            }
            EmbeddingFormat::OllamaSingle | EmbeddingFormat::Titan => {
                self.vectors.push(needed(&mut fields, "embedding")?);
                let name = if format == EmbeddingFormat::Titan {
                    "inputTextTokenCount"
                } else {
                    "prompt_eval_count"
                };
                fields.take(name)
            }
            EmbeddingFormat::Cohere => {
                let raw = fields.raw("embeddings");
                let raw = raw.ok_or_else(|| DecodeError::field("embeddings", "is missing"))?;
                // By type, where the model knows several.
                let all = match Object::of(raw) {
                    Ok(mut by_type) => by_type.array("float")?.unwrap_or_default(),
                    Err(_) => read::array(raw).map_err(|error| error.within("embeddings"))?,
                };
                self.vectors.extend(read::each(all, "embeddings", vector)?);
                Ok(None)
            }
            EmbeddingFormat::Vertex => {
                let mut tokens = Some(0_u64);
                for raw in fields.array("predictions")?.unwrap_or_default() {
                    let embeddings = Object::of(raw)?.object("embeddings")?;
                    let mut embeddings = embeddings
                        .ok_or_else(|| DecodeError::field("predictions", "must hold embeddings"))?;
                    self.vectors.push(needed(&mut embeddings, "values")?);
                    let counted: Option<u64> = match embeddings.object("statistics")? {
                        Some(mut statistics) => statistics.take("token_count")?,
                        None => None,
                    };
                    tokens = tokens.and_then(|sum| sum.checked_add(counted?));
                }
                Ok(tokens)
            }
        }
    }

    /// Writes an answer for a client that asked `request`.
    pub fn encode(&self, format: EmbeddingFormat, request: &EmbeddingRequest) -> Vec<u8> {
        let model = if self.model.is_empty() { &request.model } else { &self.model };
        let tokens = self.usage.as_ref().map_or(0, |usage| usage.input_tokens);
        let mut out = Vec::new();
        object(&mut out, |w| match format {
            EmbeddingFormat::OpenAi => {
                w.word("object", "list");
                w.array("data", |a| {
                    for (index, vector) in self.vectors.iter().enumerate() {
                        a.object(|w| {
                            w.word("object", "embedding");
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
            EmbeddingFormat::Gemini => {
                self.each(w, "embeddings", |vector, a| a.object(|w| values(vector, w)));
            }
            EmbeddingFormat::GeminiSingle => w.object("embedding", |w| {
                if let Some(vector) = self.vectors.first() {
                    values(vector, w);
                }
            }),
            EmbeddingFormat::Ollama => {
                w.put("model", model);
                w.put("embeddings", &self.vectors);
                w.put("prompt_eval_count", &tokens);
            }
            EmbeddingFormat::OllamaSingle => w.opt("embedding", self.vectors.first()),
            EmbeddingFormat::Titan => {
                w.opt("embedding", self.vectors.first());
                w.put("inputTextTokenCount", &tokens);
            }
            EmbeddingFormat::Cohere => w.put("embeddings", &self.vectors),
            EmbeddingFormat::Vertex => self.each(w, "predictions", |vector, a| {
                a.object(|w| w.object("embeddings", |w| values(vector, w)));
            }),
        });
        out
    }

    fn each(&self, w: &mut Writer<'_>, name: &'static str, mut write: impl FnMut(&[f32], &mut Array<'_>)) {
        w.array(name, |a| self.vectors.iter().for_each(|vector| write(vector, a)));
    }
}

fn values(vector: &[f32], w: &mut Writer<'_>) {
    w.put("values", vector);
}

fn needed(fields: &mut Object<'_>, name: &str) -> Result<Vec<f32>, DecodeError> {
    let raw = fields.raw(name).ok_or_else(|| DecodeError::field(name, "is missing"))?;
    vector(raw).map_err(|error| error.within(name))
}

/// Numbers, or little-endian floats in base64.
fn vector(raw: &RawValue) -> Result<Vec<f32>, DecodeError> {
    let wrong = |problem: &str| DecodeError::field("", problem);
    let numbers: Vec<f32> = match read::string(raw) {
        Some(text) => {
            let bytes = STANDARD.decode(text).map_err(|_| wrong("must be base64"))?;
            let (floats, rest) = bytes.as_chunks::<4>();
            if !rest.is_empty() {
                return Err(wrong("must hold whole floats"));
            }
            floats.iter().map(|four| f32::from_le_bytes(*four)).collect()
        }
        None => serde_json::from_str(raw.get()).map_err(|_| wrong("must be an array of numbers"))?,
    };
    if numbers.iter().all(|number| number.is_finite()) { Ok(numbers) } else { Err(wrong("must be finite")) }
}

fn to_base64(vector: &[f32]) -> String {
    let bytes: Vec<u8> = vector.iter().flat_map(|number| number.to_le_bytes()).collect();
    STANDARD.encode(bytes)
}
