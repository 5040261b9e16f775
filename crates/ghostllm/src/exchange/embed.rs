//! Which form of embeddings a provider is asked in.

use ghostllm_protocol::EmbeddingFormat;

use crate::providers::Family;

/// The form that a family's endpoint for `model` has, for a client of another. `None`: it embeds nothing.
pub(super) fn form_of(family: Family, model: &str, client: EmbeddingFormat) -> Option<EmbeddingFormat> {
    Some(match family {
        Family::OpenAi | Family::Azure => EmbeddingFormat::OpenAi,
        Family::Gemini if client == EmbeddingFormat::GeminiSingle => client,
        Family::Gemini => EmbeddingFormat::Gemini,
        Family::Ollama if client == EmbeddingFormat::OllamaSingle => client,
        Family::Ollama => EmbeddingFormat::Ollama,
        Family::Vertex if !model.starts_with("claude") => EmbeddingFormat::Vertex,
        // Behind a region's prefix, or in an ARN.
        Family::Bedrock if model.contains("amazon.titan-embed-text") => EmbeddingFormat::Titan,
        Family::Bedrock if model.contains("cohere.embed") => EmbeddingFormat::Cohere,
        Family::Anthropic | Family::Vertex | Family::Bedrock => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{EmbeddingFormat, form_of};
    use crate::providers::Family;

    #[test]
    fn a_bedrock_model_is_asked_in_its_maker_s_form() {
        let form = |model| form_of(Family::Bedrock, model, EmbeddingFormat::OpenAi);
        assert_eq!(form("us.cohere.embed-v4:0"), Some(EmbeddingFormat::Cohere));
        assert_eq!(form("amazon.titan-embed-text-v2:0"), Some(EmbeddingFormat::Titan));
        assert_eq!(form("anthropic.claude-opus-5"), None);
    }
}
