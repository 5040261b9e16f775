//! Embeddings: the forms of clients and providers, one neutral one between them. Where client and provider speak
//! one form, the body passes as it is and nothing here is used.

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
    /// What the vectors are for, in Gemini's words.
    task: Option<String>,
}

/// Whose form a provider's endpoint has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One that clients speak too.
    Client(EmbedForm),
    /// Vertex's `predict`.
    Vertex,
    /// Amazon's own models on Bedrock, one text a call. The answers to several calls are joined to an array.
    Titan,
    /// Cohere's models on Bedrock.
    Cohere,
}

/// What vectors are for, as Gemini and as Cohere say it.
const TASKS: [(&str, &str); 4] = [
    ("RETRIEVAL_DOCUMENT", "search_document"),
    ("RETRIEVAL_QUERY", "search_query"),
    ("CLASSIFICATION", "classification"),
    ("CLUSTERING", "clustering"),
];

/// The form that a family's endpoint for `model` has. `None`: it embeds nothing.
pub(super) fn form_of(family: Family, model: &str, client: EmbedForm) -> Option<Form> {
    Some(match family {
        Family::OpenAi | Family::Azure => Form::Client(EmbedForm::OpenAi),
        Family::Gemini if client == EmbedForm::Gemini => Form::Client(EmbedForm::Gemini),
        Family::Gemini => Form::Client(EmbedForm::GeminiBatch),
        Family::Ollama if client == EmbedForm::OllamaSingle => Form::Client(EmbedForm::OllamaSingle),
        Family::Ollama => Form::Client(EmbedForm::Ollama),
        Family::Vertex if !model.starts_with("claude") => Form::Vertex,
        // Behind a region's prefix, or in an ARN.
        Family::Bedrock if model.contains("amazon.titan-embed-text") => Form::Titan,
        Family::Bedrock if model.contains("cohere.embed") => Form::Cohere,
        Family::Anthropic | Family::Vertex | Family::Bedrock => return None,
    })
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
        // Gemini's batch says everything in each of its parts.
        let said =
            |name: &str| [&request[name], &request["requests"][0][name]].into_iter().find(|v| !v.is_null());
        let dimensions =
            ["dimensions", "outputDimensionality"].into_iter().find_map(|name| said(name)?.as_u64());
        let of_cohere = said("input_type").and_then(Value::as_str);
        let of_cohere = of_cohere.and_then(|word| TASKS.iter().find(|(_, theirs)| *theirs == word));
        let task = said("taskType").and_then(Value::as_str).or(of_cohere.map(|(task, _)| *task));
        Ok(Self {
            inputs,
            dimensions,
            as_base64: request["encoding_format"] == "base64",
            is_single,
            task: task.map(str::to_owned),
        })
    }

    /// How many texts there are.
    pub(super) fn texts(&self) -> usize {
        self.inputs.len()
    }

    /// Writes the requests of a provider: one, but for those that embed one text at a time.
    pub(super) fn write(&self, form: Form, model: &str) -> Vec<Value> {
        let whole = match form {
            Form::Client(EmbedForm::OpenAi | EmbedForm::Ollama) => {
                let request = json!({ "model": model, "input": self.inputs });
                with(request, "dimensions", self.dimensions)
            }
            Form::Client(EmbedForm::OllamaSingle) => {
                let request = json!({ "model": model, "prompt": self.inputs.first() });
                with(request, "dimensions", self.dimensions)
            }
            Form::Client(EmbedForm::Gemini | EmbedForm::GeminiBatch) => {
                let one = |text: &String| {
                    let content = json!({ "parts": [{ "text": text }] });
                    let one = json!({ "model": format!("models/{model}"), "content": content });
                    with(with(one, "outputDimensionality", self.dimensions), "taskType", self.task.clone())
                };
                json!({ "requests": self.inputs.iter().map(one).collect::<Vec<_>>() })
            }
            Form::Vertex => {
                let one = |text: &String| with(json!({ "content": text }), "task_type", self.task.clone());
                let instances: Vec<Value> = self.inputs.iter().map(one).collect();
                let parameters = with(json!({}), "outputDimensionality", self.dimensions);
                json!({ "instances": instances, "parameters": parameters })
            }
            Form::Titan => {
                let one = |text: &String| with(json!({ "inputText": text }), "dimensions", self.dimensions);
                return self.inputs.iter().map(one).collect();
            }
            Form::Cohere => {
                let task = self.task.as_deref();
                let task = TASKS.iter().find(|(ours, _)| Some(*ours) == task).unwrap_or(&TASKS[0]);
                let request = json!({ "texts": self.inputs, "input_type": task.1 });
                with(request, "output_dimension", self.dimensions)
            }
        };
        vec![whole]
    }

    /// A provider's answer in the client's form, and how many tokens it says the texts had. `counted`: what its
    /// head says of them.
    pub(super) fn answer(
        &self,
        provider: Form,
        client: EmbedForm,
        model: &str,
        (body, counted): (&[u8], Option<u64>),
    ) -> Result<(Value, u64), String> {
        let answer: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        let tokens = tokens(provider, &answer).or(counted).unwrap_or(0);
        let vectors = vectors(provider, &answer).ok_or("it holds no vectors")?;
        if vectors.len() != self.inputs.len() {
            return Err(format!("it holds {} vectors for {} texts", vectors.len(), self.inputs.len()));
        }
        let answer = match client {
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
        };
        Ok((answer, tokens))
    }
}

/// How many tokens a provider's answer says its texts had, whatever else is in it.
pub(super) fn paid(provider: Form, body: &[u8]) -> Option<u64> {
    tokens(provider, &serde_json::from_slice(body).ok()?)
}

/// `object` with a member more, if there is a value for it.
fn with(mut object: Value, key: &str, value: Option<impl Into<Value>>) -> Value {
    if let Some(value) = value {
        object[key] = value.into();
    }
    object
}

fn tokens(form: Form, answer: &Value) -> Option<u64> {
    match form {
        Form::Vertex => {
            let all = answer["predictions"].as_array()?;
            all.iter().map(|one| one["embeddings"]["statistics"]["token_count"].as_u64()).sum()
        }
        Form::Titan => each_answer(answer).iter().map(|one| one["inputTextTokenCount"].as_u64()).sum(),
        Form::Client(EmbedForm::OpenAi) => answer["usage"]["prompt_tokens"].as_u64(),
        Form::Client(_) => answer["prompt_eval_count"].as_u64(),
        Form::Cohere => None,
    }
}

fn vectors(form: Form, answer: &Value) -> Option<Vec<Value>> {
    let each = |list: &Value, at: &str| -> Option<Vec<Value>> {
        Some(list.as_array()?.iter().map(|one| one.pointer(at).cloned().unwrap_or_default()).collect())
    };
    let vectors = match form {
        Form::Client(EmbedForm::OpenAi) => {
            let mut data: Vec<&Value> = answer["data"].as_array()?.iter().collect();
            // A server may answer in the order in which it was done.
            data.sort_by_key(|one| one["index"].as_u64());
            data.iter().map(|one| one["embedding"].clone()).collect()
        }
        // By type, where the model knows several.
        Form::Cohere if answer["embeddings"].is_object() => each(&answer["embeddings"]["float"], "")?,
        Form::Client(EmbedForm::Ollama) | Form::Cohere => each(&answer["embeddings"], "")?,
        Form::Client(EmbedForm::OllamaSingle) => vec![answer["embedding"].clone()],
        Form::Titan => each_answer(answer).iter().map(|one| one["embedding"].clone()).collect(),
        Form::Client(EmbedForm::Gemini) => vec![answer["embedding"]["values"].clone()],
        Form::Client(EmbedForm::GeminiBatch) => each(&answer["embeddings"], "/values")?,
        Form::Vertex => each(&answer["predictions"], "/embeddings/values")?,
    };
    vectors.iter().all(Value::is_array).then_some(vectors)
}

/// The answers of several calls, or of one.
fn each_answer(answer: &Value) -> &[Value] {
    answer.as_array().map_or(std::slice::from_ref(answer), Vec::as_slice)
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

    use super::{Embed, EmbedForm, Form, form_of};
    use crate::providers::Family;

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
        let others = [
            (Form::Vertex, json!({"predictions": [{"embeddings": {"values": [0.5, 1.0]}}]})),
            (Form::Titan, json!({"embedding": [0.5, 1.0]})),
            (Form::Cohere, json!({"embeddings": [[0.5, 1.0]], "response_type": "embeddings_floats"})),
            (Form::Cohere, json!({"embeddings": {"float": [[0.5, 1.0]]}})),
        ];
        let theirs = FORMS.into_iter().map(Form::Client).zip(answers.clone()).chain(others);
        let theirs: Vec<_> = theirs.collect();
        for (client, (request, wanted)) in FORMS.into_iter().zip(requests.iter().zip(&answers)) {
            let embed = Embed::read(client, request.to_string().as_bytes()).unwrap();
            for (provider, given) in &theirs {
                let given = given.to_string();
                let answer = embed.answer(*provider, client, "m", (given.as_bytes(), None)).unwrap();
                assert_eq!(answer, (wanted.clone(), 0), "{provider:?} -> {client:?}");
            }
        }
    }

    #[test]
    fn requests_and_counts_are_in_the_provider_s_words() {
        let body = br#"{"input":["a","b"],"dimensions":256,"input_type":"search_query"}"#;
        let two = Embed::read(EmbedForm::OpenAi, body).unwrap();
        assert_eq!(
            two.write(Form::Vertex, "gemini-embedding-001")[0],
            json!({"instances": [{"content": "a", "task_type": "RETRIEVAL_QUERY"},
                                 {"content": "b", "task_type": "RETRIEVAL_QUERY"}],
                   "parameters": {"outputDimensionality": 256}})
        );
        assert_eq!(
            two.write(Form::Cohere, "cohere.embed-v4:0")[0],
            json!({"texts": ["a", "b"], "input_type": "search_query", "output_dimension": 256})
        );
        let of_titan = |text| json!({"inputText": text, "dimensions": 256});
        assert_eq!(two.write(Form::Titan, "amazon.titan-embed-text-v2:0"), [of_titan("a"), of_titan("b")]);
        let joined =
            br#"[{"embedding":[1],"inputTextTokenCount":3},{"embedding":[2],"inputTextTokenCount":4}]"#;
        let (answer, tokens) = two.answer(Form::Titan, EmbedForm::Ollama, "m", (joined, Some(3))).unwrap();
        assert_eq!((&answer["embeddings"], tokens), (&json!([[1], [2]]), 7));
        let one = Embed::read(EmbedForm::OllamaSingle, br#"{"prompt":"a"}"#).unwrap();
        assert_eq!(one.write(Form::Titan, "m"), [json!({"inputText": "a"})]);
        let counted = |form, body: &str, counted| {
            one.answer(form, EmbedForm::OllamaSingle, "m", (body.as_bytes(), counted)).unwrap().1
        };
        assert_eq!(counted(Form::Titan, r#"{"embedding":[1],"inputTextTokenCount":3}"#, None), 3);
        assert_eq!(counted(Form::Cohere, r#"{"embeddings":[[1]]}"#, Some(4)), 4);
        let vertex = r#"{"predictions":[{"embeddings":{"values":[1],"statistics":{"token_count":5}}}]}"#;
        assert_eq!(counted(Form::Vertex, vertex, None), 5);
    }

    #[test]
    fn a_bedrock_model_is_asked_in_its_maker_s_form() {
        let form = |model| form_of(Family::Bedrock, model, EmbedForm::OpenAi);
        assert_eq!(form("us.cohere.embed-v4:0"), Some(Form::Cohere));
        assert_eq!(form("amazon.titan-embed-text-v2:0"), Some(Form::Titan));
        assert_eq!(form("anthropic.claude-opus-5"), None);
    }

    #[test]
    fn vectors_belong_to_their_texts_in_whatever_order_they_come() {
        let embed = Embed::read(EmbedForm::Ollama, br#"{"input":["a","b"]}"#).unwrap();
        let body = br#"{"data":[{"index":1,"embedding":[2]},{"index":0,"embedding":[1]}]}"#;
        let openai = Form::Client(EmbedForm::OpenAi);
        let (answer, _) = embed.answer(openai, EmbedForm::Ollama, "m", (body, None)).unwrap();
        assert_eq!(answer["embeddings"], json!([[1], [2]]));
    }

    #[test]
    fn an_answer_with_another_number_of_vectors_is_none() {
        let embed = Embed::read(EmbedForm::OpenAi, br#"{"input":["a","b"]}"#).unwrap();
        for body in [r#"{"embeddings":[[1.0]]}"#, r#"{"embeddings":[[1.0],null]}"#, "{}"] {
            let answer = embed.answer(
                Form::Client(EmbedForm::Ollama),
                EmbedForm::OpenAi,
                "m",
                (body.as_bytes(), None),
            );
            assert!(answer.is_err(), "{body}");
        }
    }

    #[test]
    fn floats_are_packed_as_openai_packs_them() {
        let embed = Embed::read(EmbedForm::OpenAi, br#"{"input":"a","encoding_format":"base64"}"#).unwrap();
        let body = br#"{"embeddings":[[1.0,-2.5]]}"#;
        let ollama = Form::Client(EmbedForm::Ollama);
        let (answer, _) = embed.answer(ollama, EmbedForm::OpenAi, "m", (body, None)).unwrap();
        assert_eq!(answer["data"][0]["embedding"], "AACAPwAAIMA=");
    }

    #[test]
    fn what_cannot_be_carried_is_refused() {
        assert!(Embed::read(EmbedForm::OpenAi, br#"{"input":[[1,2,3]]}"#).is_err());
        assert!(Embed::read(EmbedForm::Gemini, br#"{"content":{"parts":[{"inlineData":{}}]}}"#).is_err());
    }
}
