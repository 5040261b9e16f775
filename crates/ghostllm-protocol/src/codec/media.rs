//! Spellings of media that several dialects share: `data:` URLs and formats.

use crate::{Media, MediaKind, Source};
use std::borrow::Cow;

/// The media type and the base64 of a `data:` URL.
pub(super) fn split_data_url(url: &str) -> Option<(&str, &str)> {
    let (head, data) = url.strip_prefix("data:")?.split_once(',')?;
    let media_type = head.strip_suffix(";base64")?;
    Some((media_type.split(';').next().unwrap_or_default(), data))
}

/// Media behind a URL that may be a `data:` URL.
pub(super) fn from_url(kind: MediaKind, url: String) -> Media {
    let (media_type, source) = match split_data_url(&url) {
        Some((media_type, data)) => {
            (Some(media_type.to_owned()).filter(|text| !text.is_empty()), Source::Base64(data.to_owned()))
        }
        None => (None, Source::Url(url)),
    };
    Media { kind, source, media_type, name: None, extras: crate::Extras::new() }
}

/// The URL of media, a `data:` URL for what is in place. `None` for files of a provider.
pub(super) fn to_url(media: &Media) -> Option<Cow<'_, str>> {
    match &media.source {
        Source::Url(url) => Some(Cow::Borrowed(url)),
        Source::Base64(data) => Some(format!("data:{};base64,{data}", media_type(media)).into()),
        Source::Text(_) | Source::File(_) => None,
    }
}

/// How pictures begin in base64: some dialects do not say of which type they are, and others look.
const BEGINNINGS: &[(&str, &str)] =
    &[("/9j/", "image/jpeg"), ("iVBOR", "image/png"), ("R0lGOD", "image/gif"), ("UklGR", "image/webp")];

/// The media type, or what it looks like, or the commonest of its kind.
pub(super) fn media_type(media: &Media) -> &str {
    let looks = match (&media.source, media.kind) {
        (Source::Base64(data), MediaKind::Image) => {
            BEGINNINGS.iter().find(|(begin, _)| data.starts_with(begin)).map(|(_, media_type)| *media_type)
        }
        _ => None,
    };
    // Many write it so, and OpenAI takes it.
    let said = media.media_type.as_deref().map(|said| if said == "image/jpg" { "image/jpeg" } else { said });
    said.or(looks).unwrap_or(match media.kind {
        MediaKind::Image => "image/png",
        MediaKind::Audio => "audio/wav",
        MediaKind::Video => "video/mp4",
        MediaKind::Document => "application/pdf",
    })
}

/// What kind of media a media type is.
pub(super) fn kind_of(media_type: &str) -> MediaKind {
    match media_type.split('/').next() {
        Some("image") => MediaKind::Image,
        Some("audio") => MediaKind::Audio,
        Some("video") => MediaKind::Video,
        _ => MediaKind::Document,
    }
}

/// The short format (`png`, `wav`) of a media type.
pub(super) fn format_of(media_type: &str) -> &str {
    match media_type {
        "audio/mpeg" => "mp3",
        "audio/x-wav" | "audio/wave" => "wav",
        "text/plain" => "txt",
        "text/markdown" => "md",
        "application/msword" => "doc",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.ms-excel" => "xls",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "video/quicktime" => "mov",
        "video/x-matroska" => "mkv",
        "video/3gpp" => "three_gp",
        other => other.rsplit('/').next().unwrap_or(other),
    }
}

/// The media type of a short format.
pub(super) fn media_type_of(kind: MediaKind, format: &str) -> String {
    match (kind, format) {
        (_, "mp3") => "audio/mpeg".to_owned(),
        (_, "txt") => "text/plain".to_owned(),
        (_, "md") => "text/markdown".to_owned(),
        (_, "html" | "csv") => format!("text/{format}"),
        (_, "doc") => "application/msword".to_owned(),
        (_, "docx") => "application/vnd.openxmlformats-officedocument.wordprocessingml.document".to_owned(),
        (_, "xls") => "application/vnd.ms-excel".to_owned(),
        (_, "xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned(),
        (_, "mov") => "video/quicktime".to_owned(),
        (_, "mkv") => "video/x-matroska".to_owned(),
        (_, "three_gp") => "video/3gpp".to_owned(),
        (MediaKind::Image, _) => format!("image/{format}"),
        (MediaKind::Audio, _) => format!("audio/{format}"),
        (MediaKind::Video, _) => format!("video/{format}"),
        (MediaKind::Document, _) => format!("application/{format}"),
    }
}
