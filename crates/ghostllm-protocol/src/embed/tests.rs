use serde_json::{Value, json};

use super::EmbeddingFormat::{Cohere, Gemini, GeminiSingle, Ollama, OllamaSingle, OpenAi, Titan, Vertex};
use super::*;

fn read(format: EmbeddingFormat, body: &Value) -> Result<EmbeddingRequest, DecodeError> {
    EmbeddingRequest::decode(format, body.to_string().as_bytes())
}

fn answer(format: EmbeddingFormat, body: &Value, count: usize) -> Result<EmbeddingResponse, DecodeError> {
    EmbeddingResponse::decode(format, body.to_string().as_bytes(), count)
}

fn written(request: &EmbeddingRequest, format: EmbeddingFormat) -> (Vec<Value>, String) {
    let (bodies, losses) = request.encode(format);
    (bodies.iter().map(|body| serde_json::from_slice(body).unwrap()).collect(), losses.header_value())
}

#[test]
fn requests_there_and_back() {
    let mut request = EmbeddingRequest::new("m", vec!["ü".to_owned(), "b".to_owned()]);
    request.dimensions = Some(3);
    for format in EmbeddingFormat::ALL {
        let (bodies, losses) = request.encode(format);
        assert!(losses.is_empty(), "{format:?}");
        let read: Vec<_> =
            bodies.iter().map(|body| EmbeddingRequest::decode(format, body).unwrap()).collect();
        let inputs: Vec<&String> = read.iter().flat_map(|one| &one.inputs).collect();
        assert_eq!(inputs, request.inputs.iter().collect::<Vec<_>>(), "{format:?}");
        assert!(read.iter().all(|one| one.dimensions == Some(3) && one.extras.is_empty()), "{format:?}");
    }
}

#[test]
fn vectors_there_and_back_also_in_base64() {
    let vectors = vec![vec![0.5, -1.25], vec![3.0, 1.0e-7]];
    for format in EmbeddingFormat::ALL {
        let vectors = if format.is_single() { vectors[..1].to_vec() } else { vectors.clone() };
        let response = EmbeddingResponse { model: "m".to_owned(), vectors, usage: None };
        let count = response.vectors.len();
        for base64 in [false, true] {
            let request = EmbeddingRequest { base64, ..EmbeddingRequest::default() };
            let body = response.encode(format, &request);
            let read = EmbeddingResponse::decode(format, &body, count).unwrap();
            assert_eq!(read.vectors, response.vectors, "{format:?}");
            assert!(EmbeddingResponse::decode(format, &body, count + 1).is_err(), "{format:?}");
        }
    }
    let request = EmbeddingRequest { base64: true, ..EmbeddingRequest::default() };
    let response = EmbeddingResponse { vectors: vec![vec![1.0, -2.5]], ..EmbeddingResponse::default() };
    let body: Value = serde_json::from_slice(&response.encode(OpenAi, &request)).unwrap();
    assert_eq!(body["data"][0]["embedding"], "AACAPwAAIMA=");
}

#[test]
fn requests_and_counts_are_in_the_provider_s_words() {
    let body = json!({"model": "m", "input": ["a", "b"], "dimensions": 256, "input_type": "search_query"});
    let two = read(OpenAi, &body).unwrap();
    let vertex = json!({"instances": [{"content": "a", "task_type": "RETRIEVAL_QUERY"},
                                      {"content": "b", "task_type": "RETRIEVAL_QUERY"}],
                        "parameters": {"outputDimensionality": 256}});
    assert_eq!(written(&two, Vertex), (vec![vertex], String::new()));
    let cohere = json!({"texts": ["a", "b"], "output_dimension": 256, "input_type": "search_query"});
    assert_eq!(written(&two, Cohere), (vec![cohere], String::new()));
    let titan = |text: &str| json!({"inputText": text, "dimensions": 256});
    assert_eq!(written(&two, Titan), (vec![titan("a"), titan("b")], "purpose;dropped".to_owned()));
    assert_eq!(written(&two, OpenAi), (vec![body], String::new()));

    let counted = |format, body: Value, count| {
        let usage = answer(format, &body, count).unwrap().usage;
        usage.map(|usage| usage.input_tokens)
    };
    let titan = |tokens| json!({"embedding": [1], "inputTextTokenCount": tokens});
    assert_eq!(counted(Titan, json!([titan(3), titan(4)]), 2), Some(7));
    assert_eq!(counted(Titan, json!([titan(3), {"embedding": [2]}]), 2), None);
    assert_eq!(counted(Titan, titan(3), 1), Some(3));
    assert_eq!(counted(Cohere, json!({"embeddings": [[1]]}), 1), None);
    assert_eq!(counted(Cohere, json!({"embeddings": {"float": [[1]]}}), 1), None);
    let vertex = json!({"embeddings": {"values": [1], "statistics": {"token_count": 5}}});
    assert_eq!(counted(Vertex, json!({"predictions": [vertex, vertex]}), 2), Some(10));
    assert_eq!(
        counted(OpenAi, json!({"data": [{"embedding": [1]}], "usage": {"prompt_tokens": 4}}), 1),
        Some(4)
    );
    assert_eq!(counted(Ollama, json!({"embeddings": [[1]], "prompt_eval_count": 6}), 1), Some(6));
}

#[test]
fn what_another_form_has_no_words_for_is_told() {
    let check = |format, body: Value, to, expected: &str| {
        let losses = written(&read(format, &body).unwrap(), to).1;
        assert_eq!(losses, expected, "{format:?} -> {to:?}");
    };
    let openai = json!({"model": "m", "input": "a", "user": "u", "encoding_format": "base64"});
    check(OpenAi, openai.clone(), Gemini, "user;dropped");
    check(OpenAi, openai, OpenAi, "");
    check(Ollama, json!({"model": "m", "input": "a", "truncate": true, "keep_alive": 0}), OpenAi, {
        "keep_alive;dropped, truncate;dropped"
    });
    let gemini =
        json!({"content": {"parts": [{"text": "a"}]}, "taskType": "QUESTION_ANSWERING", "title": "t"});
    check(GeminiSingle, gemini.clone(), Ollama, "purpose;dropped, title;dropped");
    check(GeminiSingle, gemini.clone(), Cohere, "purpose;changed, title;dropped");
    check(GeminiSingle, gemini, Gemini, "");
}

#[test]
fn wishes_of_a_batch_are_one_and_vectors_are_there() {
    let batch = |more: Value| {
        let part = |text: &str| json!({"content": {"parts": [{"text": text}]}});
        let (mut first, mut second) = (part("a"), part("b"));
        first["taskType"] = "T".into();
        for (key, value) in more.as_object().unwrap() {
            second[key] = value.clone();
        }
        read(Gemini, &json!({"requests": [first, second]}))
    };
    assert_eq!(batch(json!({"taskType": "T"})).unwrap().inputs, ["a", "b"]);
    for more in [json!({}), json!({"taskType": "U"}), json!({"taskType": "T", "outputDimensionality": 8})] {
        assert!(batch(more).unwrap_err().to_string().contains("`requests`"));
    }
    assert!(answer(Gemini, &json!({"embeddings": [{"values": [1]}, {}]}), 2).is_err());
}

#[test]
fn vectors_belong_to_their_texts_in_whatever_order_they_come() {
    let body = json!({"data": [{"index": 1, "embedding": [2]}, {"index": 0, "embedding": [1]}]});
    assert_eq!(answer(OpenAi, &body, 2).unwrap().vectors, [[1.0], [2.0]]);
    for (format, body) in [
        (Ollama, json!({"embeddings": [[1.0]]})),
        (Ollama, json!({"embeddings": [[1.0], null]})),
        (Ollama, json!({})),
        (Ollama, json!({"embeddings": [[1.0], [1e300]]})),
        (OpenAi, json!({"data": [{"embedding": [1]}, {"index": 1, "embedding": "AAA="}]})),
        (Vertex, json!({"predictions": [{}, {}]})),
        (Cohere, json!({})),
    ] {
        assert!(answer(format, &body, 2).is_err(), "{body}");
    }
}

#[test]
fn single_forms_and_what_is_no_text() {
    assert_eq!(read(OpenAi, &json!({"model": "m", "input": "a"})).unwrap().inputs, ["a"]);
    let body = json!({"content": {"parts": [{"text": "a"}, {"text": "b"}]}, "output_dimensionality": 8});
    let request = read(GeminiSingle, &body).unwrap();
    assert_eq!((request.inputs, request.dimensions), (vec!["ab".to_owned()], Some(8)));
    assert_eq!(
        answer(GeminiSingle, &json!({"embedding": {"values": [1, 2]}}), 1).unwrap().vectors,
        [[1.0, 2.0]]
    );
    for (format, body) in [
        (OpenAi, json!({"input": [[1, 2, 3]]})),
        (OpenAi, json!({"input": [1, 2]})),
        (OpenAi, json!({})),
        (OllamaSingle, json!({"prompt": ["a"]})),
        (GeminiSingle, json!({"content": {"parts": [{"inlineData": {}}]}})),
    ] {
        assert!(read(format, &body).is_err(), "{body}");
    }
}
