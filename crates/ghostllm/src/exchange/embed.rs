//! Embeddings: four request forms, one neutral one between them. Where client and provider speak one form, the
//! body passes as it is and nothing here is used.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::providers::Family;
use crate::serve::EmbedForm;

/// What is to be embedded.
pub(super) struct Embed {
    inputs: Vec<String>,
    dimensions: Option<u64>,
    /// The client wants base64 of 32-bit floats.
    as_base64: bool,
    /// The client asked for one vector, not for a list.
    is_single: bool,
}

/// The form that a family's own endpoint has. `None`: it embeds nothing.
pub(super) fn form_of(family: Family, client: EmbedForm) -> Option<EmbedForm> {
    match family {
        Family::OpenAi | Family::Azure => Some(EmbedForm::OpenAi),
        Family::Gemini if client == EmbedForm::Gemini => Some(EmbedForm::Gemini),
        Family::Gemini => Some(EmbedForm::GeminiBatch),
        Family::Ollama if client == EmbedForm::OllamaSingle => Some(EmbedForm::OllamaSingle),
        Family::Ollama => Some(EmbedForm::Ollama),
        Family::Anthropic | Family::Vertex | Family::Bedrock => None,
    }
}

impl Embed {
    /// Reads a client's request.
    pub(super) fn read(form: EmbedForm, body: &[u8]) -> Result<Self, String> {
        let request: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        let mut is_single = false;
        let inputs = match form {
            EmbedForm::OpenAi | EmbedForm::Ollama => texts(&request["input"])?,
            EmbedForm::OllamaSingle => {
                is_single = true;
                texts(&request["prompt"])?
            }
            EmbedForm::Gemini => {
                is_single = true;
                vec![parts(&request["content"])?]
            }
            EmbedForm::GeminiBatch => {
                let all = request["requests"].as_array().ok_or("`requests` must be an array")?;
                all.iter().map(|one| parts(&one["content"])).collect::<Result<_, _>>()?
            }
        };
        let dimensions = [&request["dimensions"], &request["outputDimensionality"]];
        Ok(Self {
            inputs,
            dimensions: dimensions.into_iter().find_map(Value::as_u64),
            as_base64: request["encoding_format"] == "base64",
            is_single,
        })
    }

    /// Writes the request of a provider.
    pub(super) fn write(&self, form: EmbedForm, model: &str) -> Value {
        let mut request = match form {
            EmbedForm::OpenAi | EmbedForm::Ollama => json!({ "model": model, "input": self.inputs }),
            EmbedForm::OllamaSingle => json!({ "model": model, "prompt": self.inputs.first() }),
            EmbedForm::Gemini | EmbedForm::GeminiBatch => {
                let name = format!("models/{model}");
                let one = |text: &String| {
                    let mut one = json!({ "model": name, "content": { "parts": [{ "text": text }] } });
                    if let Some(dimensions) = self.dimensions {
                        one["outputDimensionality"] = json!(dimensions);
                    }
                    one
                };
                return json!({ "requests": self.inputs.iter().map(one).collect::<Vec<_>>() });
            }
        };
        if let Some(dimensions) = self.dimensions {
            request["dimensions"] = json!(dimensions);
        }
        request
    }

    /// A provider's answer in the client's form.
    pub(super) fn answer(
        &self,
        provider: EmbedForm,
        client: EmbedForm,
        model: &str,
        body: &[u8],
    ) -> Result<Value, String> {
        let answer: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        let tokens = [&answer["usage"]["prompt_tokens"], &answer["prompt_eval_count"]];
        let tokens = tokens.into_iter().find_map(Value::as_u64).unwrap_or(0);
        let vectors = vectors(provider, &answer).ok_or("it holds no vectors")?;
        Ok(match client {
            EmbedForm::OpenAi => {
                let one = |(index, vector): (usize, &Value)| {
                    let embedding = if self.as_base64 { packed(vector) } else { vector.clone() };
                    json!({ "object": "embedding", "index": index, "embedding": embedding })
                };
                let data: Vec<Value> = vectors.iter().enumerate().map(one).collect();
                let usage = json!({ "prompt_tokens": tokens, "total_tokens": tokens });
                json!({ "object": "list", "data": data, "model": model, "usage": usage })
            }
            EmbedForm::Ollama => {
                json!({ "model": model, "embeddings": vectors, "prompt_eval_count": tokens })
            }
            EmbedForm::OllamaSingle => json!({ "embedding": vectors.first() }),
            EmbedForm::Gemini if self.is_single => json!({ "embedding": { "values": vectors.first() } }),
            EmbedForm::Gemini | EmbedForm::GeminiBatch => {
                let all: Vec<Value> = vectors.iter().map(|v| json!({ "values": v })).collect();
                json!({ "embeddings": all })
            }
        })
    }
}

fn vectors(form: EmbedForm, answer: &Value) -> Option<Vec<Value>> {
    match form {
        EmbedForm::OpenAi => {
            let data = answer["data"].as_array()?;
            Some(data.iter().map(|one| one["embedding"].clone()).collect())
        }
        EmbedForm::Ollama => answer["embeddings"].as_array().cloned(),
        EmbedForm::OllamaSingle => answer["embedding"].is_array().then(|| vec![answer["embedding"].clone()]),
        EmbedForm::Gemini => Some(vec![answer["embedding"]["values"].clone()]),
        EmbedForm::GeminiBatch => {
            let all = answer["embeddings"].as_array()?;
            Some(all.iter().map(|one| one["values"].clone()).collect())
        }
    }
}

fn texts(input: &Value) -> Result<Vec<String>, String> {
    let text = |value: &Value| {
        value.as_str().map(str::to_owned).ok_or("only texts can be embedded by this provider, not token ids")
    };
    match input {
        Value::String(text) => Ok(vec![text.clone()]),
        Value::Array(all) => Ok(all.iter().map(text).collect::<Result<_, _>>()?),
        _ => Err("`input` must be a text or a list of texts".to_owned()),
    }
}

fn parts(content: &Value) -> Result<String, String> {
    let all = content["parts"].as_array().ok_or("`content.parts` must be an array")?;
    let text = |part: &Value| part["text"].as_str().map(str::to_owned);
    all.iter().map(text).collect::<Option<String>>().ok_or_else(|| "only texts can be embedded".to_owned())
}

/// 32-bit floats, little endian, in base64: what OpenAI's SDKs ask for.
fn packed(vector: &Value) -> Value {
    let numbers = vector.as_array().map(Vec::as_slice).unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, reason = "the form has 32 bits")]
    let bytes: Vec<u8> =
        numbers.iter().flat_map(|n| (n.as_f64().unwrap_or_default() as f32).to_le_bytes()).collect();
    json!(STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Embed, EmbedForm};

    const FORMS: [EmbedForm; 5] = [
        EmbedForm::OpenAi,
        EmbedForm::Ollama,
        EmbedForm::OllamaSingle,
        EmbedForm::Gemini,
        EmbedForm::GeminiBatch,
    ];

    #[test]
    fn every_form_reaches_every_other() {
        let requests = [
            json!({"model": "m", "input": ["a"]}),
            json!({"model": "m", "input": "a"}),
            json!({"model": "m", "prompt": "a"}),
            json!({"content": {"parts": [{"text": "a"}]}}),
            json!({"requests": [{"content": {"parts": [{"text": "a"}]}}]}),
        ];
        let answers = [
            json!({"object": "list", "data": [{"object": "embedding", "index": 0, "embedding": [0.5, 1.0]}],
                   "model": "m", "usage": {"prompt_tokens": 0, "total_tokens": 0}}),
            json!({"model": "m", "embeddings": [[0.5, 1.0]], "prompt_eval_count": 0}),
            json!({"embedding": [0.5, 1.0]}),
            json!({"embedding": {"values": [0.5, 1.0]}}),
            json!({"embeddings": [{"values": [0.5, 1.0]}]}),
        ];
        for (client, (request, wanted)) in FORMS.into_iter().zip(requests.iter().zip(&answers)) {
            let embed = Embed::read(client, request.to_string().as_bytes()).unwrap();
            for (provider, given) in FORMS.into_iter().zip(&answers) {
                let answer = embed.answer(provider, client, "m", given.to_string().as_bytes()).unwrap();
                assert_eq!(answer, *wanted, "{provider:?} -> {client:?}");
            }
        }
    }

    #[test]
    fn floats_are_packed_as_openai_packs_them() {
        let embed = Embed::read(EmbedForm::OpenAi, br#"{"input":"a","encoding_format":"base64"}"#).unwrap();
        let answer =
            embed.answer(EmbedForm::Ollama, EmbedForm::OpenAi, "m", br#"{"embeddings":[[1.0,-2.5]]}"#);
        assert_eq!(answer.unwrap()["data"][0]["embedding"], "AACAPwAAIMA=");
    }

    #[test]
    fn what_cannot_be_carried_is_refused() {
        assert!(Embed::read(EmbedForm::OpenAi, br#"{"input":[[1,2,3]]}"#).is_err());
        assert!(Embed::read(EmbedForm::Gemini, br#"{"content":{"parts":[{"inlineData":{}}]}}"#).is_err());
    }
}
