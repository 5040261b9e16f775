//! Media that are where only the provider of the client's own dialect can get them.

use crate::{ChatRequest, Dialect, Losses, Media, MediaKind, Part, Source};

/// Addresses that only Google opens for its models: uploaded files, storage, films.
const OF_GOOGLE: &[&str] = &[
    "gs://",
    "https://generativelanguage.googleapis.com/",
    "https://www.youtube.com/",
    "https://youtube.com/",
    "https://youtu.be/",
];

/// Refuses what a provider of dialect `to` could not get, and reports names of pictures, which only Gemini's have.
pub(crate) fn check(request: &ChatRequest, to: Dialect, losses: &mut Losses) {
    if request.origin.is_none_or(|origin| origin == to) {
        return;
    }
    let is_openai = |dialect| matches!(dialect, Dialect::OpenAiChat | Dialect::OpenAiResponses);
    let shares_files = is_openai(to) && request.origin.is_some_and(is_openai);
    for (at, message) in request.messages.iter().enumerate() {
        for (number, part) in message.parts.iter().enumerate() {
            let inner = if let Part::ToolResult(result) = part { &result.parts[..] } else { &[] };
            for media in inner.iter().chain([part]).filter_map(media) {
                let path = format!("messages[{at}].content[{number}]");
                match &media.source {
                    Source::File(_) if is_openai(to) && !shares_files => {
                        losses.refuse(path, "the file is with another provider");
                    }
                    Source::Url(url) if to != Dialect::Gemini && is_of_google(url) => {
                        losses.refuse(path, "only Google can open this address");
                    }
                    _ if media.kind == MediaKind::Image && media.name.is_some() && to != Dialect::Gemini => {
                        losses.drop(format!("{path}.name"), format!("{to} does not name pictures"));
                    }
                    _ => {}
                }
            }
        }
    }
}

fn media(part: &Part) -> Option<&Media> {
    if let Part::Media(media) = part { Some(media) } else { None }
}

fn is_of_google(url: &str) -> bool {
    OF_GOOGLE.iter().any(|start| url.starts_with(start))
}
