/// A flat search only: `"key": value` of the first level that has it.
pub fn find(doc: &str, key: &str) -> Result<String, String> {
    let quoted = format!("\"{key}\"");
    let Some((_, rest)) = doc.split_once(&quoted) else {
        return Err(format!("no key {key}"));
    };
    let Some(value) = rest.trim_start().strip_prefix(':') else {
        return Err(format!("no value behind {key}"));
    };
    let value = value.trim_start();
    let text = match value.strip_prefix('"') {
        Some(s) => s.split('"').next(),
        None => value.split([',', '}', ']']).next(),
    };
    Ok(text.unwrap_or("").trim_end().to_owned())
}
